package atoll.server.find;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Keys of the index. All numbers are big-endian, so that keys sort by them.
///
/// ```text
/// 'v'                                                          → u32 format
/// 't' u32 topic                                                → the topic's name
/// 'p' u32 topic  u32 partition                                 → u64 next offset
/// 'g' u32 generation                                           → Generation
/// 'x' u32 generation  u8 kind  u64 hash  u64 batch  u32 topic  u32 partition → number of offsets, first offset, gaps
/// ```
///
/// The batch is stored falling, so that the newest comes first.
final class FindKeys {
    static final byte[] FORMAT = {'v'};
    static final int POSTING_LENGTH = 1 + 4 + 1 + 8 + 8 + 4 + 4;
    private static final int TERM_LENGTH = 1 + 4 + 1 + 8;

    private FindKeys() {}

    static byte[] topic(int number) {
        return ByteBuffer.allocate(5).put((byte) 't').putInt(number).array();
    }

    static byte[] position(int topic, int partition) {
        return ByteBuffer.allocate(9)
                .put((byte) 'p')
                .putInt(topic)
                .putInt(partition)
                .array();
    }

    static byte[] generation(int number) {
        return ByteBuffer.allocate(5).put((byte) 'g').putInt(number).array();
    }

    static byte[] posting(int generation, Kind kind, long hash, long batch, int topic, int partition) {
        return ByteBuffer.allocate(POSTING_LENGTH)
                .put(term(generation, kind, hash))
                .putLong(~batch)
                .putInt(topic)
                .putInt(partition)
                .array();
    }

    /// What all postings of a term in a generation begin with.
    static byte[] term(int generation, Kind kind, long hash) {
        return ByteBuffer.allocate(TERM_LENGTH)
                .put((byte) 'x')
                .putInt(generation)
                .put((byte) kind.code())
                .putLong(hash)
                .array();
    }

    /// What all postings of a generation begin with.
    static byte[] postings(int generation) {
        return ByteBuffer.allocate(5).put((byte) 'x').putInt(generation).array();
    }

    /// The first key behind all that begin so.
    static byte[] behind(byte[] prefix) {
        byte[] next = prefix.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return Arrays.copyOf(next, i + 1);
            }
        }
        return new byte[0];
    }

    static int generationIn(byte[] posting) {
        return ByteBuffer.wrap(posting).getInt(1);
    }

    static int topicIn(byte[] posting) {
        return ByteBuffer.wrap(posting).getInt(TERM_LENGTH + 8);
    }

    static int partitionIn(byte[] posting) {
        return ByteBuffer.wrap(posting).getInt(TERM_LENGTH + 12);
    }
}
