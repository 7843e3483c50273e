package atoll.console.access;

import atoll.http.Headers;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The console's cookies: read from a request, written for a response. They hold random text, never a name.
public final class Cookies {
    /// Holds the id of a session.
    public static final String SESSION = "atoll-session";
    /// Holds what ties a browser's forms to it before a login.
    public static final String BROWSER = "atoll-browser";
    /// Holds `light` or `dark`.
    public static final String THEME = "atoll-theme";

    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final int LONGEST = 8_192;
    private static final String PATH = "; Path=/console/; HttpOnly; SameSite=Strict";

    private Cookies() {}

    /// The value of a cookie; null if there is none, or one that is not ours.
    public static @Nullable String read(Headers headers, String name) {
        for (String header : headers.all("Cookie")) {
            if (header.length() > LONGEST) {
                return null;
            }
            for (String pair : header.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    String value = pair.substring(equals + 1).strip();
                    return VALUE.matcher(value).matches() ? value : null;
                }
            }
        }
        return null;
    }

    /// The value of a `Set-Cookie` header; it lasts as long as the browser runs.
    public static String write(String name, String value, boolean isSecure) {
        return name + "=" + value + PATH + (isSecure ? "; Secure" : "");
    }

    public static String writeForYear(String name, String value, boolean isSecure) {
        return write(name, value, isSecure) + "; Max-Age=31536000";
    }

    public static String remove(String name, boolean isSecure) {
        return write(name, "", isSecure) + "; Max-Age=0";
    }

    /// True if the browser speaks https, be it to a proxy. Who lies about it only keeps a cookie from being sent.
    public static boolean mustBeSecure(Headers headers) {
        String proto = headers.first("X-Forwarded-Proto");
        String origin = headers.first("Origin");
        return "https".equalsIgnoreCase(proto)
                || (origin != null && origin.toLowerCase(Locale.ROOT).startsWith("https:"));
    }
}
