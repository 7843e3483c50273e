/// Logging in and out, and the choice of colours.
@NullMarked
package atoll.console.login;

import org.jspecify.annotations.NullMarked;
