package atoll.changeprop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventWikiTest {
    @Test
    void theFirstFieldThatHoldsANameDecides() {
        assertThat(EventWiki.id("a", "b", "c")).isEqualTo("a");
        assertThat(EventWiki.id(null, "b", "c")).isEqualTo("b");
        assertThat(EventWiki.id("", null, "c")).isEqualTo("c");
        assertThat(EventWiki.id("x".repeat(513), "", null)).isNull();
    }

    @Test
    void withoutAnIdTheDomainDecides() {
        assertThat(EventWiki.idOrDomain("a", "d.example", "-")).isEqualTo("a");
        assertThat(EventWiki.idOrDomain(null, "d.example", "-")).isEqualTo("d.example");
        assertThat(EventWiki.idOrDomain(null, "", "-")).isEqualTo("-");
        assertThat(EventWiki.idOrDomain(null, null, "-")).isEqualTo("-");
    }
}
