package atoll.work;

import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import java.util.function.UnaryOperator;

/// How deliveries travel from admission to the owners of work partitions: the layout of the delivery topic.
///
/// A record's value is the event, byte for byte; the delivery itself is in one header. All wikis of a section go to the
/// same partition, so that one owner decides all that concerns a wiki and all limits of a section.
public final class DeliveryLog {
    /// The topic deliveries are handed over in.
    public static final String TOPIC = "atoll.delivery";

    private final int partitions;
    private final UnaryOperator<String> sectionOf;

    /// @param sectionOf the section of a wiki; the wiki's own name if it is in none
    public DeliveryLog(int partitions, UnaryOperator<String> sectionOf) {
        this.partitions = partitions;
        this.sectionOf = sectionOf;
    }

    /// Every wiki is a section of its own.
    public DeliveryLog(int partitions) {
        this(partitions, UnaryOperator.identity());
    }

    public int partitions() {
        return partitions;
    }

    /// The work partition of a wiki.
    public int partitionOf(String wiki) {
        return Math.floorMod(spread(sectionOf.apply(wiki).hashCode()), partitions);
    }

    /// The record that hands a delivery over.
    public NewRecord record(Delivery delivery, byte[] event) {
        return new NewRecord(
                new TopicPartition(TOPIC, partitionOf(delivery.wiki())),
                delivery.received().toEpochMilli(),
                null,
                DeliveryCodec.headers(delivery),
                event);
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 16;
    }
}
