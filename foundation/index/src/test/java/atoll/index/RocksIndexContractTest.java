package atoll.index;

import atoll.base.id.Randomness;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksIndexContractTest extends OrderedIndexContract {
    // Small, so that write buffers are also written out in the middle of a test.
    static final IndexSizes SMALL = new IndexSizes(64 << 10, 2, 1 << 20, 32);

    @TempDir
    private Path directory = Path.of("");

    @Override
    protected OrderedIndex create() {
        return RocksIndex.open(directory, SMALL);
    }

    @Override
    protected OrderedIndex crash(OrderedIndex index, Randomness randomness) {
        ((RocksIndex) index).abandon();
        return RocksIndex.open(directory, SMALL);
    }

    @Override
    protected OrderedIndex closeAndReopen(OrderedIndex index) {
        index.close();
        return RocksIndex.open(directory, SMALL);
    }
}
