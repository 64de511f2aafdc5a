package lacuna.ui.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import lacuna.ui.FxTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemThemeTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(100, 100);

    private final AtomicReference<Theme> system = new AtomicReference<>(Theme.DARK);

    private ThemeManager manager() {
        return fx.call(() -> new ThemeManager(fx.preferences(), system::get));
    }

    @Test
    void followsTheSystemNowLaterAndAtTheNextStart() {
        ThemeManager themes = manager();
        assertThat(themes.theme()).isEqualTo(Theme.LIGHT);
        fx.run(themes::useSystem);
        assertThat(themes.theme()).isEqualTo(Theme.DARK);
        fx.run(() -> themes.systemSays(Theme.LIGHT));
        assertThat(themes.theme()).isEqualTo(Theme.LIGHT);
        assertThat(manager().theme()).isEqualTo(Theme.DARK);
    }

    @Test
    void theUsersChoiceWinsOverTheSystem() {
        ThemeManager themes = manager();
        fx.run(themes::useSystem);
        fx.run(() -> themes.use(Theme.LIGHT));
        fx.run(() -> themes.systemSays(Theme.DARK));
        assertThat(themes.theme()).isEqualTo(Theme.LIGHT);
        assertThat(manager().asSystemProperty().get()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "prefer-dark, DARK",
        "default, LIGHT",
        "Adwaita:dark, DARK",
        "Dark, DARK",
        "'The domain/default pair of (kCFPreferencesAnyApplication, AppleInterfaceStyle) does not exist', LIGHT",
        "'', LIGHT"
    })
    void readsNames(String answer, Theme theme) {
        assertThat(SystemTheme.named(answer)).isEqualTo(theme);
    }

    @ParameterizedTest
    @CsvSource({"'(<<uint32 1>>,)', DARK", "'(<<uint32 2>>,)', LIGHT", "'(<<uint32 0>>,)', LIGHT"})
    void readsThePortal(String answer, Theme theme) {
        assertThat(SystemTheme.ofPortal(answer)).isEqualTo(theme);
    }

    @ParameterizedTest
    @CsvSource({"'  AppsUseLightTheme    REG_DWORD    0x0 ', DARK", "'  AppsUseLightTheme    REG_DWORD    0x1 ', LIGHT"
    })
    void readsTheRegistry(String answer, Theme theme) {
        assertThat(SystemTheme.ofRegistry(answer)).isEqualTo(theme);
    }
}
