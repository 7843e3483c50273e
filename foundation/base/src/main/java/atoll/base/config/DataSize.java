package atoll.base.config;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, written as `512B`, `64KiB`, `10MiB`, `2GiB` or `1TiB`.
public record DataSize(long bytes) implements Comparable<DataSize> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15}) ?(B|KiB|MiB|GiB|TiB)");
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

    public DataSize {
        if (bytes < 0) {
            throw new AtollException(ErrorKind.INVALID, "size is '" + bytes + "' bytes: must be at least 0");
        }
    }

    public static DataSize ofMebibytes(long count) {
        return new DataSize(Math.multiplyExact(count, 1L << 20));
    }

    public static DataSize parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            int shift = 10 * UNITS.indexOf(matcher.group(2));
            long count = Long.parseLong(matcher.group(1));
            if (count <= Long.MAX_VALUE >> shift) {
                return new DataSize(count << shift);
            }
        }
        throw new AtollException(
                ErrorKind.INVALID, "'" + text + "' is not a size (examples: 512B, 64KiB, 10MiB, 2GiB)");
    }

    /// In the largest unit that divides it.
    @Override
    public String toString() {
        int unit = 0;
        long count = bytes;
        while (count != 0 && count % 1024 == 0 && unit < UNITS.size() - 1) {
            count /= 1024;
            unit++;
        }
        return count + UNITS.get(unit);
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }
}
