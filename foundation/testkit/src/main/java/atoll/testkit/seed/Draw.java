package atoll.testkit.seed;

import atoll.base.id.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/// Values drawn from a randomness: what tests and workloads are made of. Bounds are inclusive.
///
/// Sizes lean to the small and to the bounds themselves, because that is where the bugs are. Not thread-safe.
public final class Draw {
    private static final int EDGE_ODDS = 8;
    /// Two-byte, three-byte and four-byte characters, combining and right-to-left ones, a zero-width joiner.
    private static final int[] CODE_POINTS = {
        'a', 'Z', '0', ' ', '_', ':', '"', '\\', '/', '\n', 0, 0x7f, 0xdf, 0xe9, 0x130, 0x301, 0x5d0, 0x200d, 0x2028,
        0x4e2d, 0xfeff, 0xfffd, 0x1f3dd, 0x10ffff
    };

    private final Randomness randomness;

    public Draw(Randomness randomness) {
        this.randomness = randomness;
    }

    /// One item with its weight in a choice.
    public record Weighted<T>(int weight, T item) {}

    public int intBetween(int min, int max) {
        return (int) longBetween(min, max);
    }

    public long longBetween(long min, long max) {
        if (min > max) {
            throw new IllegalArgumentException("nothing lies between " + min + " and " + max);
        }
        long span = max - min + 1;
        return span > 0 ? min + randomness.nextLong(span) : longInWideSpan(min, max);
    }

    public boolean bool() {
        return randomness.nextLong() < 0;
    }

    /// True with the probability given.
    public boolean chance(double probability) {
        return randomness.nextDouble() < probability;
    }

    public <T> T oneOf(List<T> items) {
        return items.get(intBetween(0, items.size() - 1));
    }

    @SafeVarargs
    public final <T> T oneOf(T... items) {
        return items[intBetween(0, items.length - 1)];
    }

    public <T> T weighted(List<Weighted<T>> choices) {
        int total = choices.stream().mapToInt(Weighted::weight).sum();
        int left = intBetween(1, total);
        for (Weighted<T> choice : choices) {
            left -= choice.weight();
            if (left <= 0) {
                return choice.item();
            }
        }
        throw new AssertionError("the weights do not add up to " + total);
    }

    /// A length up to the bound: often zero, one or the bound, mostly short.
    public int size(int max) {
        if (chance(1.0 / EDGE_ODDS)) {
            return oneOf(0, Math.min(1, max), max);
        }
        return intBetween(0, intBetween(0, max));
    }

    public byte[] bytes(int maxLength) {
        byte[] bytes = new byte[size(maxLength)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) randomness.nextLong();
        }
        return bytes;
    }

    /// Printable ASCII.
    public String ascii(int maxLength) {
        int length = size(maxLength);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) intBetween(' ', '~'));
        }
        return text.toString();
    }

    /// Lower-case letters and digits, at least one: names of topics, wikis and the like.
    public String word(int maxLength) {
        int length = Math.max(1, size(maxLength));
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append("abcdefghijklmnopqrstuvwxyz0123456789".charAt(intBetween(0, 35)));
        }
        return text.toString();
    }

    /// Well-formed text with up to this many code points, awkward ones among them.
    public String unicode(int maxCodePoints) {
        int length = size(maxCodePoints);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(chance(0.5) ? CODE_POINTS[intBetween(0, CODE_POINTS.length - 1)] : anyCodePoint());
        }
        return text.toString();
    }

    public Duration duration(Duration min, Duration max) {
        return Duration.ofNanos(longBetween(min.toNanos(), max.toNanos()));
    }

    public <T> List<T> listOf(int maxSize, Supplier<T> item) {
        int size = size(maxSize);
        List<T> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            items.add(item.get());
        }
        return items;
    }

    /// The same items in another order.
    public <T> List<T> shuffled(List<T> items) {
        List<T> result = new ArrayList<>(items);
        for (int i = result.size() - 1; i > 0; i--) {
            Collections.swap(result, i, intBetween(0, i));
        }
        return result;
    }

    /// The span between the bounds does not fit a long: draw until it is inside.
    private long longInWideSpan(long min, long max) {
        long value = randomness.nextLong();
        while (value < min || value > max) {
            value = randomness.nextLong();
        }
        return value;
    }

    private int anyCodePoint() {
        int codePoint = intBetween(0, Character.MAX_CODE_POINT);
        boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return surrogate ? 'x' : codePoint;
    }
}
