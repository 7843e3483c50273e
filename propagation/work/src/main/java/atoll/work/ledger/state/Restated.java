package atoll.work.ledger.state;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import atoll.work.Delivery;
import atoll.work.Root;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is known of one delivery and of what it is compared with, at one moment: what a [Decision.Carried] holds.
///
/// ```text
/// entry | u8 first of its event | u8 has twin [3 × fixed64] | newest root (min = none)
/// if it has limits, for each: bytes failures
/// ```
///
/// @param firstOfEvent later deliveries of the event are repeats of this one
/// @param twin what is known of its twins, or null if it can have none
/// @param newestRoot of its root's signature, or null
/// @param failures what was counted under each of its limits, in their order
public record Restated(
        Entry entry,
        boolean firstOfEvent,
        @Nullable Twin twin,
        @Nullable Instant newestRoot,
        List<Failures> failures) {

    public static Restated of(Entry entry, View view) {
        Delivery delivery = entry.delivery();
        Long first = view.firstOfEvent(delivery);
        Root root = delivery.root();
        return new Restated(
                entry,
                first != null && first == entry.offset(),
                delivery.dedupKey() == null ? null : view.twin(delivery),
                root == null ? null : view.newestRoot(delivery, root),
                delivery.limits().stream()
                        .map(limit -> view.failures(delivery.wiki(), limit))
                        .toList());
    }

    public byte[] encode() {
        Encoder to = new Encoder(384);
        entry.write(to);
        to.u8(firstOfEvent ? 1 : 0);
        to.u8(twin == null ? 0 : 1);
        if (twin != null) {
            to.raw(twin.encode());
        }
        to.optionalInstant(newestRoot);
        failures.forEach(each -> to.bytes(each.encode()));
        return to.toBytes();
    }

    static Restated decode(long offset, byte[] bytes) {
        Decoder from = new Decoder(bytes);
        Entry entry;
        try {
            entry = Entry.read(offset, from);
        } catch (ViewOutdated e) {
            // Not of a view, which could be built again, but of the ledger.
            throw new AtollException(
                    ErrorKind.INTERNAL,
                    "what is carried of delivery '" + offset + "' cannot be read: use a newer Atoll",
                    e);
        }
        boolean first = from.u8() != 0;
        Twin twin = from.u8() == 0 ? null : Twin.decode(from.raw(24));
        Instant newestRoot = from.optionalInstant();
        List<Failures> failures = new ArrayList<>();
        for (int i = 0; i < entry.delivery().limits().size(); i++) {
            failures.add(Failures.decode(from.bytes()));
        }
        return new Restated(entry, first, twin, newestRoot, failures);
    }

    /// Makes it known in a view that does not know the delivery.
    void putInto(View view) {
        Delivery delivery = entry.delivery();
        view.putNew(entry, null);
        if (firstOfEvent) {
            view.putEvent(delivery, entry.offset());
        }
        if (twin != null) {
            view.putTwin(delivery, twin);
        }
        Root root = delivery.root();
        if (root != null && newestRoot != null) {
            view.putRoot(delivery, new Root(root.signature(), newestRoot));
        }
        for (int i = 0; i < failures.size(); i++) {
            view.putFailures(delivery.wiki(), delivery.limits().get(i), failures.get(i));
        }
    }
}
