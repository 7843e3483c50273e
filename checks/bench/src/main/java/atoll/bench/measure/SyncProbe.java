package atoll.bench.measure;

import atoll.base.file.Disk;
import atoll.base.file.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What making 4 KiB durable costs here, without any server: the floor under every figure with fsync.
public final class SyncProbe {
    private static final int SYNCS = 100;
    private static final int BLOCK = 4096;

    private SyncProbe() {}

    /// The median of some appends with a sync each, in microseconds.
    public static double micros(Disk disk, Path directory) throws IOException {
        Path path = directory.resolve("sync-probe");
        List<Double> times = new ArrayList<>();
        try (DiskFile file = disk.open(path)) {
            for (int i = 0; i < SYNCS; i++) {
                long start = System.nanoTime();
                file.write(ByteBuffer.allocate(BLOCK), (long) i * BLOCK);
                file.sync();
                times.add((System.nanoTime() - start) / 1e3);
            }
        }
        disk.delete(path);
        return Spread.of(times).median();
    }
}
