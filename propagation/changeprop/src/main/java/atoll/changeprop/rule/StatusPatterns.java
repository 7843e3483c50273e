package atoll.changeprop.rule;

import java.util.List;
import java.util.regex.Pattern;

/// A set of HTTP statuses: exact ones (`412`) and ones with `x` for any digit (`50x`).
public record StatusPatterns(List<String> patterns) {
    private static final Pattern FORM = Pattern.compile("[1-9x][0-9x]{2}");

    public StatusPatterns {
        patterns = List.copyOf(patterns);
        for (String pattern : patterns) {
            if (!isStatus(pattern)) {
                throw new IllegalArgumentException("'" + pattern + "' is not a status (examples: 412, 50x)");
            }
        }
    }

    public static StatusPatterns of(String... patterns) {
        return new StatusPatterns(List.of(patterns));
    }

    public static boolean isStatus(String pattern) {
        return FORM.matcher(pattern).matches();
    }

    public boolean matches(int status) {
        String digits = Integer.toString(status);
        return patterns.stream().anyMatch(pattern -> covers(pattern, digits));
    }

    private static boolean covers(String pattern, String digits) {
        if (digits.length() != pattern.length()) {
            return false;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (pattern.charAt(i) != 'x' && pattern.charAt(i) != digits.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return patterns.isEmpty() ? "no status" : String.join(",", patterns);
    }
}
