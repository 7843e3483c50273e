package atoll.changeprop.rule.template;

import java.nio.charset.StandardCharsets;

/// Encodes text as one component of a URI: everything but letters, digits and `-_.!~*'()` as UTF-8 in percent form.
public final class UriEncoding {
    private static final String KEPT = "-_.!~*'()";
    private static final String NEVER_IN_URIS = " \"<>\\^`{|}[]";
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

    /// What cannot stand in a URI behind its host, such as spaces and a percent sign that encodes nothing, in percent
    /// form, as HTTP clients do with an address that is written out; the rest as it is.
    public static String legal(String uri) {
        int host = uri.indexOf("//") + 2;
        int from = host;
        while (from < uri.length() && "/?#".indexOf(uri.charAt(from)) < 0) {
            from++;
        }
        if (host < 2 || from == uri.length()) {
            return uri;
        }
        StringBuilder to = new StringBuilder(uri.length() + 16).append(uri, 0, from);
        for (int i = from; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c < ' ' || c == 0x7F || NEVER_IN_URIS.indexOf(c) >= 0 || c == '%' && !isEncoded(uri, i)) {
                to.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
            } else {
                to.append(c);
            }
        }
        return to.toString();
    }

    private static boolean isEncoded(String uri, int percent) {
        return percent + 2 < uri.length()
                && Character.digit(uri.charAt(percent + 1), 16) >= 0
                && Character.digit(uri.charAt(percent + 2), 16) >= 0;
    }
}
