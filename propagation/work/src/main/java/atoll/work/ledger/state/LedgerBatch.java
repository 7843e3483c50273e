package atoll.work.ledger.state;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All decisions of one step of an owner: the value of one ledger record.
///
/// ```text
/// u8 version = 1 | fixed64 at | fixed64 ruleSetHash | number consumedFrom | number consumedTo | number count | count ×
/// decision | u8 has totals [totals]
/// decision: u8 kind | number offset | fields of the kind
/// ```
///
/// @param at when the decisions were taken
/// @param ruleSetHash of the rules they were taken with
/// @param consumedFrom deliveries from here on have their first decision here; earlier ones had it earlier
/// @param consumedTo every delivery below this offset has had its first decision, here or earlier
/// @param totals what a fold that begins with a later record would not know, if it is restated here
public record LedgerBatch(
        Instant at,
        long ruleSetHash,
        long consumedFrom,
        long consumedTo,
        List<Decision> decisions,
        @Nullable Totals totals) {
    private static final int VERSION = 1;

    public byte[] encode() {
        Encoder to = new Encoder(64 + decisions.size() * 24);
        to.u8(VERSION)
                .instant(at)
                .fixed64(ruleSetHash)
                .number(consumedFrom)
                .number(consumedTo)
                .number(decisions.size());
        for (Decision decision : decisions) {
            encode(decision, to);
        }
        to.u8(totals == null ? 0 : 1);
        if (totals != null) {
            totals.write(to);
        }
        return to.toBytes();
    }

    public static LedgerBatch decode(byte[] bytes) {
        Decoder from = new Decoder(bytes);
        int version = from.u8();
        if (version != VERSION) {
            throw new AtollException(
                    ErrorKind.INTERNAL,
                    "ledger format " + version + " is not known (this program reads " + VERSION
                            + "): use a newer Atoll");
        }
        Instant at = from.instant();
        long ruleSetHash = from.fixed64();
        long consumedFrom = from.number();
        long consumedTo = from.number();
        int count = from.count();
        List<Decision> decisions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            decisions.add(decode(from));
        }
        Totals totals = from.u8() == 0 ? null : Totals.read(from);
        return new LedgerBatch(at, ruleSetHash, consumedFrom, consumedTo, decisions, totals);
    }

    private static void encode(Decision decision, Encoder to) {
        switch (decision) {
            case Decision.Queued d -> to.u8(1).number(d.offset()).number(d.order());
            case Decision.Delayed d -> to.u8(2).number(d.offset()).instant(d.until());
            case Decision.Duplicate d ->
                to.u8(3).number(d.offset()).number(d.of()).string(d.why());
            case Decision.Folded d ->
                to.u8(4).number(d.offset()).number(d.older()).number(d.order()).optionalInstant(d.until());
            case Decision.Superseded d -> to.u8(5).number(d.offset()).instant(d.newestRoot());
            case Decision.Abandoned d -> to.u8(6).number(d.offset()).string(d.why());
            case Decision.Due d -> to.u8(7).number(d.offset()).number(d.order());
            case Decision.Claimed d ->
                to.u8(8).number(d.offset()).number(d.number()).instant(d.leaseUntil());
            case Decision.Finished d ->
                to.u8(9)
                        .number(d.offset())
                        .u8(d.ignored() ? 1 : 0)
                        .number(d.status())
                        .string(d.detail());
            case Decision.RetryAt d ->
                to.u8(10).number(d.offset()).instant(d.due()).number(d.status()).string(d.detail());
            case Decision.Postponed d ->
                to.u8(11)
                        .number(d.offset())
                        .u8(d.wholeWiki() ? 1 : 0)
                        .instant(d.until())
                        .number(d.status())
                        .string(d.detail());
            case Decision.Died d ->
                to.u8(12)
                        .number(d.offset())
                        .u8(d.charged() ? 1 : 0)
                        .number(d.status())
                        .string(d.detail());
            case Decision.Released d ->
                to.u8(13).number(d.offset()).u8(d.interrupted() ? 1 : 0).string(d.why());
            case Decision.Replayed d ->
                to.u8(14).number(d.offset()).number(d.order()).string(d.by());
            case Decision.Dropped d -> to.u8(15).number(d.offset()).string(d.by());
            case Decision.Limited d ->
                to.u8(17).number(d.offset()).instant(d.until()).string(d.why());
            case Decision.Counted d ->
                to.u8(18)
                        .number(d.offset())
                        .string(d.limiter())
                        .number(d.precision().toMillis())
                        .number(d.horizon().toMillis());
            case Decision.Carried d ->
                to.u8(16).number(d.offset()).bytes(d.restated()).bytes(d.event());
        }
    }

    private static Decision decode(Decoder from) {
        int kind = from.u8();
        long offset = from.number();
        return switch (kind) {
            case 1 -> new Decision.Queued(offset, from.number());
            case 2 -> new Decision.Delayed(offset, from.instant());
            case 3 -> new Decision.Duplicate(offset, from.number(), from.string());
            case 4 -> new Decision.Folded(offset, from.number(), from.number(), from.optionalInstant());
            case 5 -> new Decision.Superseded(offset, from.instant());
            case 6 -> new Decision.Abandoned(offset, from.string());
            case 7 -> new Decision.Due(offset, from.number());
            case 8 -> new Decision.Claimed(offset, (int) from.number(), from.instant());
            case 9 -> new Decision.Finished(offset, from.u8() != 0, (int) from.number(), from.string());
            case 10 -> new Decision.RetryAt(offset, from.instant(), (int) from.number(), from.string());
            case 11 ->
                new Decision.Postponed(offset, from.u8() != 0, from.instant(), (int) from.number(), from.string());
            case 12 -> new Decision.Died(offset, from.u8() != 0, (int) from.number(), from.string());
            case 13 -> new Decision.Released(offset, from.u8() != 0, from.string());
            case 14 -> new Decision.Replayed(offset, from.number(), from.string());
            case 15 -> new Decision.Dropped(offset, from.string());
            case 16 -> new Decision.Carried(offset, from.bytes(), from.bytes());
            case 17 -> new Decision.Limited(offset, from.instant(), from.string());
            case 18 ->
                new Decision.Counted(
                        offset, from.string(), Duration.ofMillis(from.number()), Duration.ofMillis(from.number()));
            default ->
                throw new AtollException(
                        ErrorKind.INTERNAL,
                        "decision kind " + kind + " is not known: written by a newer Atoll, or the record is damaged");
        };
    }
}
