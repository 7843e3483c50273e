package atoll.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.Deadline;
import atoll.base.time.SystemTime;
import atoll.server.admin.balance.Balance;
import atoll.work.ledger.state.State;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private static final int PAGES = 100;
    private static final int EDITS = 50;

    private final SystemTime time = new SystemTime();

    @TempDir
    private Path data;

    @Test
    void nothingIsLostAlthoughTheWikiFails() throws InterruptedException {
        Troubles troubles = new Troubles(0.02, 0.005, 0, Duration.ZERO);
        DemoOptions options = new DemoOptions(data, "127.0.0.1:0", null, 1, 7, PAGES, troubles);
        try (Demo demo = Demo.start(options, time)) {
            SampleWiki wiki = demo.wiki();
            wiki.titles().forEach(wiki::view);
            for (int i = 0; i < EDITS; i++) {
                Title title = i == 10 ? SampleText.template(0) : SampleText.article(i);
                String text = i == 10 ? "New box [[Category:New]]" : "{{Infobox 0}} [[Category:Edited]] " + i;
                Duration rebound = i % 25 == 0 ? Duration.ofSeconds(1) : Duration.ZERO;
                assertThat(wiki.edit(title, text, "Ada", "", rebound)).isTrue();
            }
            wiki.queueOrphan();

            assertThat(demo.awaitDrained(Deadline.after(time, Duration.ofSeconds(40)), time.newWakeup()))
                    .isTrue();

            Reading last = demo.settle();
            Balance total = last.total();
            assertThat(total.difference()).isZero();
            assertThat(total.open()).isZero();
            assertThat(wiki.bus().refused()).isZero();
            assertThat(total.accepted()).isEqualTo(wiki.bus().accepted());
            assertThat(total.of(State.DONE)).isGreaterThan(2L * EDITS);
            assertThat(total.of(State.DEAD)).isEqualTo(1);
            assertThat(wiki.check().complaints()).isEmpty();
            assertThat(wiki.check().isRight()).isTrue();

            StringWriter printed = new StringWriter();
            assertThat(new DemoReport(new PrintWriter(printed, true), false).end(last, wiki, true))
                    .isTrue();
            assertThat(printed.toString()).contains("difference: 0").contains("no job was lost");
            assertThat(printed.toString().lines()).allMatch(line -> line.length() <= 100);
        }
    }
}
