/** The window's places: one package a screen below this one. */
@NullMarked
package lacuna.ui;

import org.jspecify.annotations.NullMarked;
