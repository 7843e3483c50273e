package atoll.log.embedded.disk;

import atoll.base.file.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bounded number of open files, the least recently used closed first. Safe for use by many threads.
///
/// The lock guards the map and the counts of users; files are opened and closed outside it.
public final class OpenFiles {
    private final int most;
    private final Map<Path, OpenFile> files = new LinkedHashMap<>(16, 0.75f, true);

    public OpenFiles(int most) {
        this.most = most;
    }

    /// How a file that is not open yet is opened.
    public interface Opening {
        DiskFile open() throws IOException;
    }

    /// Takes the file; must be given back with [#release].
    public OpenFile acquire(Path path, Opening opening) throws IOException {
        synchronized (files) {
            OpenFile open = files.get(path);
            if (open != null) {
                open.users++;
                return open;
            }
        }
        OpenFile opened = new OpenFile(opening.open());
        List<OpenFile> unused = List.of();
        OpenFile taken;
        synchronized (files) {
            OpenFile other = files.get(path);
            taken = other == null ? opened : other;
            taken.users++;
            if (other == null) {
                files.put(path, opened);
                unused = shrink(most);
            }
        }
        if (taken != opened) {
            opened.file.close();
        }
        closeAll(unused);
        return taken;
    }

    public void release(OpenFile open) throws IOException {
        boolean close;
        synchronized (files) {
            open.users--;
            close = open.users == 0 && open.forgotten;
        }
        if (close) {
            open.file.close();
        }
    }

    /// Closes the file as soon as nobody uses it; the next taker opens it anew.
    public void forget(Path path) throws IOException {
        boolean close;
        OpenFile open;
        synchronized (files) {
            open = files.remove(path);
            if (open == null) {
                return;
            }
            open.forgotten = true;
            close = open.users == 0;
        }
        if (close) {
            open.file.close();
        }
    }

    /// Closes everything nobody uses.
    public void closeUnused() throws IOException {
        List<OpenFile> unused;
        synchronized (files) {
            unused = shrink(0);
        }
        closeAll(unused);
    }

    private List<OpenFile> shrink(int to) {
        List<OpenFile> unused = new ArrayList<>();
        Iterator<OpenFile> oldest = files.values().iterator();
        while (files.size() > to && oldest.hasNext()) {
            OpenFile candidate = oldest.next();
            if (candidate.users == 0) {
                oldest.remove();
                unused.add(candidate);
            }
        }
        return unused;
    }

    private static void closeAll(List<OpenFile> unused) throws IOException {
        @Nullable IOException failed = null;
        for (OpenFile open : unused) {
            try {
                open.file.close();
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    /// An open file, with the index of a segment that no longer grows once somebody needed it.
    public static final class OpenFile {
        private final DiskFile file;
        private volatile @Nullable SparseIndex index;
        private int users;
        private boolean forgotten;

        private OpenFile(DiskFile file) {
            this.file = file;
        }

        public DiskFile file() {
            return file;
        }

        public @Nullable SparseIndex index() {
            return index;
        }

        public void index(SparseIndex found) {
            index = found;
        }
    }
}
