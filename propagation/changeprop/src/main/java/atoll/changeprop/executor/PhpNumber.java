package atoll.changeprop.executor;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/// A JSON number as PHP writes it after reading it.
///
/// @param text for an integer of at most 64 bits itself, for any other number the shortest text of the nearest double:
///     plain from 0.0001 to 17 digits before the point, else with one digit before the point and an exponent
/// (`1.0e+25`)
record PhpNumber(String text) {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");
    private static final int MOST_PLACES = 17;
    private static final int MOST_ZEROS = 3;

    static PhpNumber decoded(String json) {
        if (INTEGER.matcher(json).matches() && !json.equals("-0")) {
            try {
                return new PhpNumber(Long.toString(Long.parseLong(json)));
            } catch (NumberFormatException e) {
                return encoded(Double.parseDouble(json));
            }
        }
        return encoded(Double.parseDouble(json));
    }

    private static PhpNumber encoded(double value) {
        if (Double.isInfinite(value)) {
            throw new AtollException(ErrorKind.INVALID, "a number is too large for PHP to write it");
        }
        String sign = value < 0 || 1 / value < 0 ? "-" : "";
        if (value == 0) {
            return new PhpNumber(sign + "0");
        }
        BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        return new PhpNumber(sign + text(digits, point));
    }

    /// @param point where the decimal point stands, counted from before the first digit
    private static String text(String digits, int point) {
        if (point > MOST_PLACES || point < -MOST_ZEROS) {
            int exponent = point - 1;
            String rest = digits.length() == 1 ? "0" : digits.substring(1);
            return digits.charAt(0) + "." + rest + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
        }
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        if (digits.length() <= point) {
            return digits + "0".repeat(point - digits.length());
        }
        return digits.substring(0, point) + "." + digits.substring(point);
    }

    @Override
    public String toString() {
        return text;
    }
}
