package atoll.http;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;

/// One request. Used by the thread that handles it only.
///
/// The body stays with the client until it is asked for: a client that sent `Expect: 100-continue` is told to go on by
/// the first read, and one that is refused before never sends it.
public final class HttpRequest {
    private static final int FIRST_CHUNK = 64 * 1024;

    private final String method;
    private final String path;
    private final Map<String, String> pathParameters;
    private final Query query;
    private final Headers headers;
    private final String remoteAddress;
    private final BodySource source;
    private byte[] peeked = new byte[0];
    private int peekedTaken;

    HttpRequest(Line line, Map<String, String> pathParameters, Headers headers, String remote, BodySource source) {
        this.method = line.method;
        this.path = line.path;
        this.query = new Query(line.query);
        this.pathParameters = pathParameters;
        this.headers = headers;
        this.remoteAddress = remote;
        this.source = source;
    }

    record Line(String method, String path, String query) {
        static Line of(String method, String target) {
            int mark = target.indexOf('?');
            return mark < 0
                    ? new Line(method, target, "")
                    : new Line(method, target.substring(0, mark), target.substring(mark + 1));
        }
    }

    /// A request that came over no connection, for calling a handler directly.
    public static HttpRequest of(
            String method, String target, Map<String, String> pathParameters, Headers headers, byte[] body) {
        return new HttpRequest(
                Line.of(method, target), Map.copyOf(pathParameters), headers, "127.0.0.1", BodySource.of(body));
    }

    public String method() {
        return method;
    }

    /// The path as sent, not decoded.
    public String path() {
        return path;
    }

    /// A part of the path, decoded. The name must occur in the route's pattern.
    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new AssertionError("no path parameter '" + name + "' in the route of '" + path + "'");
        }
        return value;
    }

    /// Throws an INVALID exception on first use if the query cannot be decoded.
    public Query query() {
        return query;
    }

    public Headers headers() {
        return headers;
    }

    /// The numeric address of the connection's other end.
    public String remoteAddress() {
        return remoteAddress;
    }

    /// The length the client declared, or -1 if it did not.
    public long declaredLength() {
        return source.declaredLength();
    }

    /// Waits for the whole body. A longer one is refused as TOO_LARGE: before anything is read if its length was
    /// declared, else as soon as it is seen. Memory grows with the bytes that arrived, not with those promised.
    public byte[] body(int maxBytes) {
        long declared = source.declaredLength();
        if (declared > maxBytes) {
            throw tooLarge(maxBytes);
        }
        int first = (int) Math.min(declared < 0 ? FIRST_CHUNK : declared, FIRST_CHUNK);
        byte[] bytes = new byte[Math.max(first, peeked.length - peekedTaken)];
        int filled = takePeeked(bytes, 0, bytes.length);
        while (true) {
            if (filled == bytes.length) {
                if (filled == declared) {
                    return bytes;
                }
                long most = declared < 0 ? maxBytes + 1L : declared;
                int room = (int) Math.min(Math.max(1024, bytes.length), most - filled);
                bytes = Arrays.copyOf(bytes, filled + room);
            }
            int count = source.read(bytes, filled, bytes.length - filled);
            if (count < 0) {
                return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
            }
            filled += count;
            if (filled > maxBytes) {
                throw tooLarge(maxBytes);
            }
        }
    }

    /// The first bytes of the body, fewer only if it is shorter. They stay part of what [#body] and [#bodyStream] give.
    public byte[] peek(int count) {
        if (peekedTaken > 0) {
            throw new AssertionError("peek after the body was taken");
        }
        long declared = source.declaredLength();
        int wanted = declared < 0 ? count : (int) Math.min(count, declared);
        int have = peeked.length;
        if (have < wanted) {
            peeked = Arrays.copyOf(peeked, wanted);
            while (have < wanted) {
                int more = source.read(peeked, have, wanted - have);
                if (more < 0) {
                    break;
                }
                have += more;
            }
            if (have < wanted) {
                peeked = Arrays.copyOf(peeked, have);
            }
        }
        return Arrays.copyOf(peeked, Math.min(wanted, have));
    }

    /// The body as a stream that throws TOO_LARGE after `maxBytes`.
    public InputStream bodyStream(long maxBytes) {
        if (source.declaredLength() > maxBytes) {
            throw tooLarge(maxBytes);
        }
        return new BodyStream(maxBytes);
    }

    private int takePeeked(byte[] into, int offset, int length) {
        int count = Math.min(length, peeked.length - peekedTaken);
        System.arraycopy(peeked, peekedTaken, into, offset, count);
        peekedTaken += count;
        return count;
    }

    private static AtollException tooLarge(long maxBytes) {
        return new AtollException(
                ErrorKind.TOO_LARGE, "the request body has more than the " + maxBytes + " bytes allowed: send less");
    }

    private final class BodyStream extends InputStream {
        private final long maxBytes;
        private long passed;

        BodyStream(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            int count = takePeeked(into, offset, length);
            if (count == 0) {
                count = source.read(into, offset, length);
            }
            passed += Math.max(0, count);
            if (passed > maxBytes) {
                throw tooLarge(maxBytes);
            }
            return count;
        }
    }
}
