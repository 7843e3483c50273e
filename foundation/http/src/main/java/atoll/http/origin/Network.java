package atoll.http.origin;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.net.InetAddress;

/// A range of IPv4 or IPv6 addresses, as `192.0.2.0/24` or `2001:db8::/32`; a single address is a range of one.
public final class Network {
    private final String text;
    private final byte[] address;
    private final int prefixBits;

    private Network(String text, byte[] address, int prefixBits) {
        this.text = text;
        this.address = address;
        this.prefixBits = prefixBits;
    }

    /// @throws AtollException INVALID if the text is no network; host names are never looked up
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        try {
            byte[] address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                    .getAddress();
            int all = address.length * 8;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > all) {
                throw new IllegalArgumentException("prefix of " + bits + " bits");
            }
            return new Network(text, address, bits);
        } catch (IllegalArgumentException e) {
            throw new AtollException(
                    ErrorKind.INVALID, "'" + text + "' is no network (examples: 10.0.0.0/8, 2001:db8::/32)", e);
        }
    }

    public boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        int whole = prefixBits / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != address[i]) {
                return false;
            }
        }
        int rest = prefixBits % 8;
        return rest == 0 || ((bytes[whole] ^ address[whole]) & 0xFF) >>> (8 - rest) == 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
