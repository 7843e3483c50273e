package atoll.changeprop.rule.template;

import java.nio.charset.StandardCharsets;

/// Encodes text as one component of a URI: everything but letters, digits and `-_.!~*'()` as UTF-8 in percent form.
public final class UriEncoding {
    private static final String KEPT = "-_.!~*'()";
    private static final String HEX = "0123456789ABCDEF";

    private UriEncoding() {}

    public static String component(String text) {
        StringBuilder to = new StringBuilder(text.length() + 16);
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (next & 0xFF);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || KEPT.indexOf(c) >= 0) {
                to.append(c);
            } else {
                to.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
            }
        }
        return to.toString();
    }
}
