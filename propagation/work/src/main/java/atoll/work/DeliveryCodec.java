package atoll.work;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import atoll.log.Header;
import atoll.log.LogRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The delivery header of records in the delivery topic.
///
/// ```text
/// u8 version | string rule | string type | string wiki | string eventId | optional requestId
/// fixed64 created | u8 coarse | fixed64 received | fixed64 delayUntil (min = none) | optional dedupKey
/// optional root signature [fixed64 root at] | string topic | number partition | number offset
/// from version 2: number count | count × (string limiter | string key)
/// from version 3: optional rule set
/// ```
///
/// Version 3 is written. What an earlier one does not say is absent.
public final class DeliveryCodec {
    public static final String HEADER = "delivery";
    private static final int PLAIN = 1;
    private static final int LIMITED = 2;
    private static final int MATCHED = 3;

    private DeliveryCodec() {}

    public static List<Header> headers(Delivery delivery) {
        Encoder to = new Encoder(256);
        write(delivery, to);
        return List.of(new Header(HEADER, to.toBytes()));
    }

    public static Delivery read(LogRecord record) {
        byte[] header = record.header(HEADER);
        if (header == null) {
            throw new AtollException(
                    ErrorKind.INTERNAL,
                    "record " + record.offset() + " of topic '" + DeliveryLog.TOPIC + "' has no header '" + HEADER
                            + "'");
        }
        return read(new Decoder(header));
    }

    public static void write(Delivery delivery, Encoder to) {
        to.u8(MATCHED)
                .string(delivery.rule())
                .string(delivery.type())
                .string(delivery.wiki())
                .string(delivery.eventId())
                .optionalString(delivery.requestId())
                .instant(delivery.created())
                .u8(delivery.coarse() ? 1 : 0)
                .instant(delivery.received())
                .optionalInstant(delivery.delayUntil())
                .optionalString(delivery.dedupKey());
        Root root = delivery.root();
        to.optionalString(root == null ? null : root.signature());
        if (root != null) {
            to.instant(root.at());
        }
        to.string(delivery.source().topic())
                .number(delivery.source().partition())
                .number(delivery.source().offset());
        to.number(delivery.limits().size());
        for (LimitKey key : delivery.limits()) {
            to.string(key.limiter()).string(key.key());
        }
        to.optionalString(delivery.source().ruleSet());
    }

    public static Delivery read(Decoder from) {
        int version = from.u8();
        if (version < PLAIN || version > MATCHED) {
            throw new AtollException(
                    ErrorKind.INTERNAL,
                    "delivery format " + version + " is not known (this program reads " + PLAIN + " to " + MATCHED
                            + "): use a newer Atoll");
        }
        String rule = from.string();
        String type = from.string();
        String wiki = from.string();
        String eventId = from.string();
        @Nullable String requestId = from.optionalString();
        Instant created = from.instant();
        boolean coarse = from.u8() != 0;
        Instant received = from.instant();
        @Nullable Instant delayUntil = from.optionalInstant();
        @Nullable String dedupKey = from.optionalString();
        @Nullable String signature = from.optionalString();
        @Nullable Root root = signature == null ? null : new Root(signature, from.instant());
        String topic = from.string();
        int partition = (int) from.number();
        long offset = from.number();
        List<LimitKey> limits = version >= LIMITED ? limits(from) : List.of();
        @Nullable String ruleSet = version >= MATCHED ? from.optionalString() : null;
        return new Delivery(
                rule,
                type,
                wiki,
                eventId,
                requestId,
                created,
                coarse,
                received,
                delayUntil,
                dedupKey,
                root,
                new Source(topic, partition, offset, ruleSet),
                limits);
    }

    private static List<LimitKey> limits(Decoder from) {
        int count = from.count();
        List<LimitKey> limits = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            limits.add(new LimitKey(from.string(), from.string()));
        }
        return limits;
    }
}
