package atoll.index;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.util.Arrays;

/// The half-open key range of a scan or a removal, as every engine understands it.
final class Bounds {
    private Bounds() {}

    static boolean isEmpty(byte[] from, byte[] to) {
        return to.length > 0 && Arrays.compareUnsigned(from, to) >= 0;
    }

    static void checkLimit(int limit) {
        if (limit < 0) {
            throw new AtollException(ErrorKind.INVALID, "scan limit is '" + limit + "': must be at least 0");
        }
    }
}
