package atoll.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryCodecTest {
    private static final Delivery PLAIN = Deliveries.twin("e", Deliveries.START);

    private static Delivery with(List<LimitKey> limits, Source source) {
        return new Delivery(
                PLAIN.rule(),
                PLAIN.type(),
                PLAIN.wiki(),
                PLAIN.eventId(),
                PLAIN.requestId(),
                PLAIN.created(),
                PLAIN.coarse(),
                PLAIN.received(),
                PLAIN.delayUntil(),
                PLAIN.dedupKey(),
                new Root("signature", Deliveries.START),
                source,
                limits);
    }

    /// As earlier programs wrote it.
    private static Encoder earlier(int version, Delivery delivery) {
        Encoder to = new Encoder(64)
                .u8(version)
                .string(delivery.rule())
                .string(delivery.type())
                .string(delivery.wiki())
                .string(delivery.eventId())
                .optionalString(delivery.requestId())
                .instant(delivery.created())
                .u8(delivery.coarse() ? 1 : 0)
                .instant(delivery.received())
                .optionalInstant(delivery.delayUntil())
                .optionalString(delivery.dedupKey())
                .optionalString("signature")
                .instant(Deliveries.START);
        return to.string("topic").number(3).number(17);
    }

    @Test
    void whatIsWrittenIsRead() {
        Delivery whole = with(
                List.of(new LimitKey("a", "k"), new LimitKey("b", "")), new Source("topic", 3, 17, "0123456789abcdef"));
        Encoder to = new Encoder(64);
        DeliveryCodec.write(whole, to);
        assertThat(DeliveryCodec.read(new Decoder(to.toBytes()))).isEqualTo(whole);
    }

    @Test
    void earlierVersionsAreReadWithoutWhatTheyDoNotSay() {
        Source unsaid = new Source("topic", 3, 17);
        assertThat(unsaid.ruleSet()).isNull();
        Delivery first = with(List.of(), unsaid);
        assertThat(DeliveryCodec.read(new Decoder(earlier(1, first).toBytes()))).isEqualTo(first);
        Delivery second = with(List.of(new LimitKey("a", "k")), unsaid);
        assertThat(DeliveryCodec.read(new Decoder(
                        earlier(2, second).number(1).string("a").string("k").toBytes())))
                .isEqualTo(second);
    }

    @Test
    void laterVersionsAreRefusedByName() {
        assertThatThrownBy(() -> DeliveryCodec.read(new Decoder(
                        earlier(4, with(List.of(), new Source("topic", 3, 17))).toBytes())))
                .hasMessageContaining("delivery format 4 is not known (this program reads 1 to 3): use a newer Atoll");
    }
}
