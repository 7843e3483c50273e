package atoll.changeprop.intake.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.changeprop.intake.access.ProducerAccess.Admission;
import atoll.http.origin.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProducerAccessTest {
    private static final String SECRET = "a-long-enough-secret";

    @Test
    void addressesOutsideNeedAToken() {
        ProducerToken token = new ProducerToken(SECRET, Set.of("w"), Set.of());
        ProducerAccess access = new ProducerAccess(List.of(token), List.of(Network.parse("10.0.0.0/8")), false);
        InetAddress inside = InetAddress.ofLiteral("10.1.1.1");
        InetAddress outside = InetAddress.ofLiteral("192.0.2.1");
        assertThat(access.admit(inside, null)).isInstanceOf(Admission.Trusted.class);
        assertThat(access.admit(outside, null)).isInstanceOf(Admission.Refused.class);
        assertThat(access.admit(InetAddress.ofLiteral("127.0.0.1"), null)).isInstanceOf(Admission.Refused.class);
        assertThat(access.admit(outside, SECRET)).isEqualTo(new Admission.WithToken(token));
        assertThat(access.admit(inside, "wrong-and-secret").toString())
                .startsWith("Refused")
                .doesNotContain("wrong-and-secret");
        assertThat(access.toString()).doesNotContain(SECRET);
    }

    @Test
    void tokenCoversItsWikisAndDomains() {
        ProducerToken token = new ProducerToken(SECRET, Set.of("w"), Set.of("w.example"));
        assertThat(token.covers("w", "w.example")).isTrue();
        assertThat(token.covers("w", null)).isTrue();
        assertThat(token.covers(null, "w.example")).isTrue();
        assertThat(token.covers("w", "other.example")).isFalse();
        assertThat(token.covers("other", "w.example")).isFalse();
        assertThat(token.covers(null, null)).isFalse();
        assertThat(new ProducerToken(SECRET, Set.of("w"), Set.of()).covers("w", "any.example"))
                .isTrue();
    }

    @Test
    void uselessTokensAreRefused() {
        assertThatThrownBy(() -> new ProducerToken("short", Set.of("w"), Set.of()))
                .hasMessageContaining("at least 16")
                .hasMessageNotContaining("short");
        assertThatThrownBy(() -> new ProducerToken(SECRET, Set.of(), Set.of())).hasMessageContaining("no wiki");
    }
}
