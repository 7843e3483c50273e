package atoll.changeprop.intake.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.error.AtollException;
import atoll.changeprop.intake.access.ProducerAccess.Admission;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProducerAccessTest {
    private static final String SECRET = "a-long-enough-secret";

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "10.0.0.0/8,10.255.0.1,true",
        "10.0.0.0/8,11.0.0.1,false",
        "192.0.2.128/25,192.0.2.127,false",
        "192.0.2.128/25,192.0.2.255,true",
        "192.0.2.1,192.0.2.1,true",
        "192.0.2.1,192.0.2.2,false",
        "0.0.0.0/0,8.8.8.8,true",
        "0.0.0.0/0,2001:db8::1,false",
        "2001:db8::/33,2001:db8:7fff::1,true",
        "2001:db8::/33,2001:db8:8000::1,false",
        "10.0.0.0/8,::ffff:10.1.2.3,true",
    })
    void networkContainsItsAddresses(String network, String address, boolean expected) {
        assertThat(Network.parse(network).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "localhost", "2001:db8::/129", "10.0.0.0/"})
    void otherTextIsNoNetwork(String text) {
        assertThatThrownBy(() -> Network.parse(text))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("is no network");
    }

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
