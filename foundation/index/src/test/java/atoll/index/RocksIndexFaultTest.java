package atoll.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.base.lifecycle.Threads;
import atoll.index.OrderedIndex.Change;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the stored index answers when its files or its user misbehave.
class RocksIndexFaultTest {
    private static final byte[] OPEN_END = {};

    @TempDir
    private Path directory = Path.of("");

    @Test
    void secondOpenNamesTheDirectoryAndWhatToDo() {
        try (RocksIndex first = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(IndexLocked.class)
                    .hasMessageContaining("'" + directory + "'")
                    .hasMessageContaining("stop that one");
            assertThatThrownBy(() -> RocksIndex.erase(directory)).isInstanceOf(IndexLocked.class);
            first.write(List.of(new Change.Put(key(1), key(1))));
            assertThat(first.get(key(1))).isEqualTo(key(1));
        }
    }

    @Test
    void aFlippedBitInATableIsDamageAndNotAWrongAnswer() throws IOException {
        fill();
        for (Path table : stored(".sst")) {
            try (FileChannel file = FileChannel.open(table, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(new byte[] {0x55, 0x55, 0x55}), 100);
            }
        }

        assertThatThrownBy(this::openAndReadAll)
                .isInstanceOf(IndexDamaged.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("erase");
    }

    @Test
    void aMissingTableIsDamage() throws IOException {
        fill();
        Files.delete(stored(".sst").getFirst());

        assertThatThrownBy(this::openAndReadAll).isInstanceOf(IndexDamaged.class);
    }

    @Test
    void aTruncatedTableIsDamage() throws IOException {
        fill();
        try (FileChannel file = FileChannel.open(stored(".sst").getFirst(), StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }

        assertThatThrownBy(this::openAndReadAll).isInstanceOf(IndexDamaged.class);
    }

    @Test
    void garbageInCurrentIsDamageAndErasingHeals() throws IOException {
        fill();
        Files.writeString(stored("CURRENT").getFirst(), "what is this\n");

        assertThatThrownBy(this::open).isInstanceOf(IndexDamaged.class);

        RocksIndex.erase(directory);
        try (RocksIndex index = open()) {
            assertThat(index.scan(OPEN_END, OPEN_END, 1)).isEmpty();
            index.write(List.of(new Change.Put(key(1), key(1))));
            assertThat(index.get(key(1))).isEqualTo(key(1));
        }
    }

    @Test
    void erasingRemovesEverythingAndNothingIsNeededToErase() throws IOException {
        RocksIndex.erase(directory.resolve("never-there"));
        fill();

        RocksIndex.erase(directory);

        assertThat(stored(".sst")).isEmpty();
        try (RocksIndex index = open()) {
            assertThat(index.scan(OPEN_END, OPEN_END, 1)).isEmpty();
        }
    }

    @Test
    void aFileWhereTheDirectoryShouldBeIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");

        assertThatThrownBy(() -> RocksIndex.open(file, IndexSizes.DEFAULTS))
                .isInstanceOf(IndexUnavailable.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void closingEndsOpenSnapshots() {
        RocksIndex index = open();
        OrderedIndex.Snapshot snapshot = index.snapshot();
        index.close();

        assertThatThrownBy(() -> snapshot.get(key(1))).isInstanceOf(IndexUnavailable.class);
        snapshot.close();
        open().close();
    }

    @Test
    void closingWhileOthersReadEndsTheirReadsCleanly() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            RocksIndex index = open();
            index.write(List.of(new Change.Put(key(1), key(1))));
            AtomicReference<AtollException> refused = new AtomicReference<>();
            List<Thread> readers = new ArrayList<>();
            for (int reader = 0; reader < 3; reader++) {
                readers.add(Threads.startPlatform("reader" + reader, () -> {
                    try {
                        while (index.get(key(1)) != null) {
                            index.scan(OPEN_END, OPEN_END, 10);
                        }
                    } catch (AtollException e) {
                        refused.set(e);
                    }
                }));
            }
            index.close();
            for (Thread reader : readers) {
                reader.join(10_000);
                assertThat(reader.isAlive()).isFalse();
            }
            assertThat(refused.get()).isInstanceOf(IndexUnavailable.class);
        }
    }

    @Test
    void refusesSizesThatCannotBeKept() {
        assertThatThrownBy(() -> new IndexSizes(1, 2, 1 << 20, 32)).hasMessageContaining("write-buffer-bytes is '1'");
        assertThatThrownBy(() -> new IndexSizes(1 << 20, 1, 1 << 20, 32)).hasMessageContaining("write-buffers");
        assertThatThrownBy(() -> new IndexSizes(1 << 20, 2, 1, 32)).hasMessageContaining("block-cache-bytes");
        assertThatThrownBy(() -> new IndexSizes(1 << 20, 2, 1 << 20, 3)).hasMessageContaining("open-files");
    }

    @Test
    void aQueueThatWasWorkedOffGivesItsDiskBack() {
        try (RocksIndex index = RocksIndex.open(directory, new IndexSizes(256 << 10, 2, 1 << 20, 32))) {
            for (int block = 0; block < 40; block++) {
                List<Change> arrivals = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                    arrivals.add(new Change.Put(key(block * 500 + i), new byte[300]));
                }
                index.write(arrivals);
                List<Change> done = new ArrayList<>();
                index.scan(OPEN_END, OPEN_END, 500).forEach(entry -> done.add(new Change.Delete(entry.key())));
                assertThat(done).hasSize(500);
                index.write(done);
            }
            index.flush();

            assertThat(index.scan(OPEN_END, OPEN_END, 1)).isEmpty();
            assertThat(index.usage().diskBytes()).isLessThan(2 << 20);
        }
    }

    private RocksIndex open() {
        return RocksIndex.open(directory, IndexSizes.DEFAULTS);
    }

    private void openAndReadAll() {
        try (RocksIndex index = open()) {
            index.scan(OPEN_END, OPEN_END, 100_000);
        }
    }

    private void fill() {
        try (RocksIndex index = open()) {
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < 5000; i++) {
                changes.add(new Change.Put(key(i), key(i * 31)));
            }
            index.write(changes);
        }
    }

    private List<Path> stored(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(8).putInt(number).putInt(number * 0x9E3779B1).array();
    }
}
