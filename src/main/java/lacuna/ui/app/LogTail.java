package lacuna.ui.app;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Hands what is logged to the window as lines, beside what goes to standard error. From any thread. */
final class LogTail extends AppenderBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Consumer<String> lines;

    private LogTail(Consumer<String> lines) {
        this.lines = lines;
        setName("window");
    }

    /** Does nothing where another logging library is at work. */
    static LogTail attach(Consumer<String> lines) {
        LogTail tail = new LogTail(lines);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            tail.setContext(context);
            tail.start();
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(tail);
        }
        return tail;
    }

    void detach() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
        }
        stop();
    }

    @Override
    protected void append(ILoggingEvent event) {
        String cause = event.getThrowableProxy() == null
                ? ""
                : " (" + event.getThrowableProxy().getClassName() + ": "
                        + event.getThrowableProxy().getMessage() + ")";
        lines.accept(time(Instant.ofEpochMilli(event.getTimeStamp())) + "  " + event.getLevel() + "  "
                + event.getFormattedMessage() + cause);
    }

    static String time(Instant at) {
        return TIME.format(at.atZone(ZoneId.systemDefault()));
    }
}
