package atoll.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WikiTablesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T17:00:00Z");
    private static final Title BOX = Title.template("Box");
    private static final Title A = Title.article("A");
    private static final Title B = Title.article("B");

    private final WikiTables tables = new WikiTables();

    @BeforeEach
    void load() {
        tables.load(BOX, "[[Category:Old]] [[B]]", NOW);
        tables.load(A, "{{Box}} [[B]]", NOW);
    }

    @Test
    void whatWasLoadedIsRight() {
        assertThat(tables.compare().isNothing()).isTrue();
    }

    @Test
    void aTemplateEditIsWrongUntilEachPageThatUsesItIsRefreshed() {
        tables.view(A);
        save(BOX, "[[Category:New]] [[C]]");
        WikiTables.Wrong wrong = tables.compare();
        assertThat(wrong.links()).isEqualTo(1);
        assertThat(wrong.categoryCounts()).isEqualTo(2);
        assertThat(wrong.cachedPages()).isEqualTo(1);
        assertThat(wrong.reports()).isEqualTo(1);
        assertThat(wrong.activeUsers()).isEqualTo(1);

        assertThat(tables.backlinks("templatelinks", BOX, 0, 10))
                .extracting(Revision::title)
                .containsExactly(A);
        tables.backlinks("templatelinks", BOX, 0, 10).forEach(page -> tables.refresh(page.pageId()));
        var _ = tables.report(pageId(BOX));
        tables.countActiveUsers();
        assertThat(tables.compare().isNothing()).isTrue();
    }

    @Test
    void aNewPageMakesCachedPagesThatLinkToItWrong() {
        tables.view(A);
        save(B, "here");
        assertThat(tables.compare().cachedPages()).isEqualTo(1);
        tables.backlinks("pagelinks", B, 0, 10).forEach(page -> tables.forgetRendering(page.pageId()));
        assertThat(tables.compare().cachedPages()).isZero();
    }

    private void save(Title title, String text) {
        var _ = tables.save(title, text, "Ada", "", NOW);
    }

    private int pageId(Title title) {
        Revision page = tables.page(title);
        return page == null ? 0 : page.pageId();
    }
}
