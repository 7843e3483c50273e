package atoll.http.client;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.http.Headers;
import java.net.URI;

/// One request to send.
///
/// @param uri absolute, http or https
/// @param headers sent as given; a `Host` here replaces the one of the uri and does not change where the call goes.
///     `Content-Length`, `Transfer-Encoding` and `Connection` are the client's own and not allowed
/// @param body empty for none; not copied, must not change until the call has ended
// Never compared; a body is copied nowhere on its way to the socket.
@SuppressWarnings("ArrayRecordComponent")
public record HttpCall(String method, URI uri, Headers headers, byte[] body) {

    public HttpCall {
        String scheme = uri.getScheme();
        boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        if (!http || uri.getHost() == null) {
            throw new AtollException(
                    ErrorKind.INVALID, "cannot call '" + uri + "': must be absolute, http or https, with a host");
        }
        for (Headers.Field field : headers.fields()) {
            check(field);
        }
    }

    private static void check(Headers.Field field) {
        boolean framing = field.name().equalsIgnoreCase("Content-Length")
                || field.name().equalsIgnoreCase("Transfer-Encoding")
                || field.name().equalsIgnoreCase("Connection");
        if (framing) {
            throw new AtollException(
                    ErrorKind.INVALID, "header '" + field.name() + "' is set by the client itself: leave it out");
        }
        if (!isName(field.name()) || breaksLine(field.value())) {
            throw new AtollException(
                    ErrorKind.INVALID, "header '" + field + "' is not valid: no line breaks, no spaces in the name");
        }
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == ':' || c >= 127) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean breaksLine(String text) {
        return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf(0) >= 0;
    }
}
