package atoll.console.jobtype;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/// Numbers out of forms.
final class Numbers {
    private static final double MOST = 1e9;

    private Numbers() {}

    /// A whole number if it is one, so that the API gets what it expects.
    static Number parse(String name, String typed) {
        try {
            double number = Double.parseDouble(typed);
            if (number >= 0 && number <= MOST) {
                if (number == Math.rint(number)) {
                    return (long) number;
                }
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(name, typed, e);
        }
        throw refused(name, typed, null);
    }

    private static AtollException refused(String name, String typed, @Nullable Throwable cause) {
        return new AtollException(
                ErrorKind.INVALID, "'" + name + "' is '" + typed + "': must be a number from 0 to 1000000000", cause);
    }
}
