package atoll.server.demo;

import atoll.base.id.Randomness;
import atoll.base.lifecycle.Threads;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// People who edit the sample wiki, in bursts: some seconds of many edits, some of few. Every now and then one edits a
/// template that hundreds of pages use, somebody makes the wiki read-only for a moment, and an extension that was
/// removed long ago queues a job.
final class Editors {
    private static final List<String> PEOPLE = List.of(
            "Ada", "Bjarne", "Chipo", "Dilnoza", "Emeka", "Fatou", "Goro", "Hine", "Inés", "Jørn", "Kofi", "Lì");
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration LONGEST_EDIT = Duration.ofSeconds(30);
    private static final int AT_ONCE = 32;
    private static final int BURST_TICKS = 40;
    private static final int TEMPLATE_EVERY = 60;
    private static final int ORPHAN_EVERY = 400;
    private static final int READ_ONLY_FIRST_TICK = 120;
    private static final int READ_ONLY_EVERY_TICKS = 450;

    private final SampleWiki wiki;
    private final TimeSource time;
    private final Randomness choice;
    private final double rate;
    private final SampleText text;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Threads.virtualPerCall("editor-");
    private final Wakeup end;
    private volatile boolean stopping;
    private volatile boolean ended;
    private int edits;

    /// @param rate edits per second, on average
    Editors(SampleWiki wiki, TimeSource time, Randomness choice, double rate) {
        this.wiki = wiki;
        this.time = time;
        this.choice = choice;
        this.rate = rate;
        this.text = new SampleText(choice);
        this.end = time.newWakeup();
    }

    void start() {
        var _ = Threads.startVirtual("editors", this::work);
    }

    private void work() {
        try {
            double due = 0;
            for (int tick = 0; !stopping; tick++) {
                boolean burst = tick / BURST_TICKS % 2 == 0;
                due += rate * (burst ? 1.6 : 0.4) * TICK.toMillis() / 1000.0;
                for (; due >= 1 && !stopping; due--) {
                    begin();
                }
                if (tick >= READ_ONLY_FIRST_TICK && (tick - READ_ONLY_FIRST_TICK) % READ_ONLY_EVERY_TICKS == 0) {
                    wiki.readOnlyFor(Duration.ofMillis(2_000 + choice.nextLong(1_000)));
                }
                time.sleep(TICK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
            end.signal();
        }
    }

    /// All choices are made by one thread, in the same order for the same seed.
    private void begin() throws InterruptedException {
        edits++;
        Title title = text.pickTitle(wiki.titles(), edits % TEMPLATE_EVERY == TEMPLATE_EVERY / 2);
        String next = text.next(title, wiki.text(title), edits);
        String user = PEOPLE.get((int) choice.nextLong(PEOPLE.size()));
        Duration rebound = choice.nextLong(4) == 0 ? Duration.ofMillis(3_000 + choice.nextLong(7_000)) : Duration.ZERO;
        List<Title> read = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            read.add(text.pickTitle(wiki.titles(), false));
        }
        boolean orphan = edits % ORPHAN_EVERY == ORPHAN_EVERY / 8;
        if (!free.tryAcquire(LONGEST_EDIT.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        try {
            threads.execute(() -> edit(title, next, user, rebound, read, orphan));
        } catch (RejectedExecutionException e) {
            free.release();
        }
    }

    private void edit(Title title, String next, String user, Duration rebound, List<Title> read, boolean orphan) {
        try {
            read.forEach(wiki::view);
            var _ = wiki.edit(title, next, user, "edit of " + title.prefixed(), rebound);
            if (orphan) {
                wiki.queueOrphan();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }

    /// No more edits; waits for those under way.
    void stop() throws InterruptedException {
        stopping = true;
        Deadline deadline = Deadline.after(time, LONGEST_EDIT);
        while (!ended && !deadline.isPassed()) {
            var _ = end.await(deadline.left());
        }
        threads.shutdown();
        var _ = threads.awaitTermination(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        threads.shutdownNow();
    }
}
