package atoll.server.find;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.wire.Decoder;
import atoll.base.wire.Encoder;
import atoll.index.OrderedIndex;
import atoll.log.TopicPartition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Places of records by term, and how far each partition is read; both change in one batch, so a crash loses neither
/// alone. On one thread only.
final class FindIndex {
    private static final int FORMAT = 1;
    private static final int RECORDS_IN_GENERATION = 250_000;
    private static final Duration GENERATION_LASTS = Duration.ofDays(1);
    private static final int POSTINGS_AT_ONCE = 64;

    private final OrderedIndex index;
    private final long mostRecords;
    private final TermHash hashes = new TermHash();
    private final NavigableMap<Integer, Generation> generations = new TreeMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> topics = new ArrayList<>();
    private final Map<Generation.Spot, Long> next = new HashMap<>();

    /// Opens what is there. An index of another format is emptied, to be built again.
    ///
    /// @param mostRecords the oldest generations go when there are more records
    FindIndex(OrderedIndex index, long mostRecords) {
        this.index = index;
        this.mostRecords = mostRecords;
        byte[] format = index.get(FindKeys.FORMAT);
        if (format == null || ByteBuffer.wrap(format).getInt() != FORMAT) {
            index.deleteRange(new byte[0], new byte[0]);
            put(List.of(new OrderedIndex.Change.Put(
                    FindKeys.FORMAT, ByteBuffer.allocate(4).putInt(FORMAT).array())));
        }
        load();
    }

    private void load() {
        all('t').forEach(entry -> {
            topics.add(new String(entry.value(), StandardCharsets.UTF_8));
            numbers.put(topics.getLast(), topics.size() - 1);
        });
        all('p').forEach(entry -> {
            ByteBuffer key = ByteBuffer.wrap(entry.key(), 1, 8);
            next.put(
                    new Generation.Spot(key.getInt(), key.getInt()),
                    ByteBuffer.wrap(entry.value()).getLong());
        });
        all('g').forEach(entry -> {
            int number = ByteBuffer.wrap(entry.key(), 1, 4).getInt();
            generations.put(number, Generation.decode(number, entry.value()));
        });
    }

    private List<OrderedIndex.Entry> all(char kind) {
        byte[] from = {(byte) kind};
        return index.scan(from, FindKeys.behind(from), Integer.MAX_VALUE - 64);
    }

    private void put(List<OrderedIndex.Change> changes) {
        index.write(changes);
    }

    // ---- writing ---------------------------------------------------------------------------------------------------

    /// The first offset that is not read; null if nothing of the partition is.
    @Nullable
    Long next(TopicPartition partition) {
        Integer topic = numbers.get(partition.topic());
        return topic == null ? null : next.get(new Generation.Spot(topic, partition.partition()));
    }

    /// How entries name the partition.
    Generation.Spot spot(TopicPartition partition) {
        Integer known = numbers.get(partition.topic());
        if (known == null) {
            known = topics.size();
            byte[] name = partition.topic().getBytes(StandardCharsets.UTF_8);
            put(List.of(new OrderedIndex.Change.Put(FindKeys.topic(known), name)));
            topics.add(partition.topic());
            numbers.put(partition.topic(), known);
        }
        return new Generation.Spot(known, partition.partition());
    }

    /// Adds what was read, in one batch.
    void add(Entries entries, Instant now) {
        Generation present = present(now);
        List<OrderedIndex.Change> changes = new ArrayList<>(entries.postings().size() + 8);
        long batch = present.records();
        entries.postings().forEach((posting, offsets) -> {
            byte[] key = FindKeys.posting(
                    present.number(),
                    posting.kind(),
                    hashes.of(posting.term()),
                    batch,
                    posting.spot().topic(),
                    posting.spot().partition());
            changes.add(new OrderedIndex.Change.Put(key, encode(offsets)));
        });
        entries.last().forEach((spot, last) -> {
            byte[] value = ByteBuffer.allocate(8).putLong(last + 1).array();
            changes.add(new OrderedIndex.Change.Put(FindKeys.position(spot.topic(), spot.partition()), value));
        });
        // Also without records the number grows: two batches of a generation must not have the same.
        Generation grown = present.plus(Math.max(1, entries.records()), entries.last());
        changes.add(new OrderedIndex.Change.Put(FindKeys.generation(grown.number()), grown.encode()));
        put(changes);
        generations.put(grown.number(), grown);
        entries.last().forEach((spot, last) -> next.put(spot, last + 1));
    }

    private Generation present(Instant now) {
        Map.Entry<Integer, Generation> newest = generations.lastEntry();
        if (newest == null) {
            return Generation.first(0, now);
        }
        Generation present = newest.getValue();
        boolean isFull = present.records() >= RECORDS_IN_GENERATION
                || present.begun().plus(GENERATION_LASTS).isBefore(now);
        return isFull ? Generation.first(present.number() + 1, now) : present;
    }

    private static byte[] encode(List<Long> offsets) {
        Encoder to = new Encoder(2 + 2 * offsets.size());
        to.number(offsets.size());
        long before = 0;
        for (long offset : offsets) {
            to.number(offset - before);
            before = offset;
        }
        return to.toBytes();
    }

    /// Removes generations of which the log has nothing any more, and the oldest ones beyond the bound.
    ///
    /// @param firstKept the first offset the log still has of a partition
    void forget(ToLongFunction<TopicPartition> firstKept) {
        while (generations.size() > 1
                && (records() > mostRecords || isGone(generations.firstEntry().getValue(), firstKept))) {
            remove(generations.firstEntry().getValue());
        }
    }

    private boolean isGone(Generation generation, ToLongFunction<TopicPartition> firstKept) {
        return generation.last().entrySet().stream().allMatch(last -> {
            TopicPartition partition =
                    partition(last.getKey().topic(), last.getKey().partition());
            return firstKept.applyAsLong(partition) > last.getValue();
        });
    }

    private void remove(Generation generation) {
        byte[] from = FindKeys.postings(generation.number());
        // First what it leads to, so that a crash in between leaves it to be removed again.
        index.deleteRange(from, FindKeys.behind(from));
        put(List.of(new OrderedIndex.Change.Delete(FindKeys.generation(generation.number()))));
        generations.remove(generation.number());
    }

    // ---- looking up ------------------------------------------------------------------------------------------------

    /// How many records can be found.
    long records() {
        return generations.values().stream().mapToLong(Generation::records).sum();
    }

    /// Some places of a term, the newest first.
    ///
    /// @param next where to go on; null at the end
    record Hits(List<Place> places, @Nullable String next) {}

    /// @param from where to begin, from earlier hits; null for the newest
    Hits lookUp(Kind kind, String term, @Nullable String from, int limit) {
        long hash = hashes.of(kind.normalised(term));
        Cursor cursor = from == null ? null : Cursor.parse(from);
        List<Place> places = new ArrayList<>();
        NavigableMap<Integer, Generation> older =
                cursor == null ? generations : generations.headMap(FindKeys.generationIn(cursor.posting), true);
        for (int generation : older.descendingKeySet()) {
            byte[] prefix = FindKeys.term(generation, kind, hash);
            byte[] start = prefix;
            int skip = 0;
            if (cursor != null && FindKeys.generationIn(cursor.posting) == generation) {
                start = cursor.posting;
                skip = cursor.taken;
            }
            String next = collect(start, FindKeys.behind(prefix), skip, limit, places);
            if (next != null) {
                return new Hits(places, next);
            }
        }
        return new Hits(places, null);
    }

    /// Collects from the postings of one term in one generation. Returns where to go on if there is more.
    private @Nullable String collect(byte[] start, byte[] end, int taken, int limit, List<Place> into) {
        byte[] from = start;
        int skip = taken;
        while (true) {
            List<OrderedIndex.Entry> postings = index.scan(from, end, POSTINGS_AT_ONCE);
            for (OrderedIndex.Entry posting : postings) {
                List<Long> offsets = decode(posting.value());
                TopicPartition partition =
                        partition(FindKeys.topicIn(posting.key()), FindKeys.partitionIn(posting.key()));
                for (int i = offsets.size() - 1 - skip; i >= 0; i--) {
                    if (into.size() == limit) {
                        return new Cursor(posting.key(), offsets.size() - 1 - i).toString();
                    }
                    into.add(new Place(partition, offsets.get(i)));
                }
                skip = 0;
            }
            if (postings.size() < POSTINGS_AT_ONCE) {
                return null;
            }
            byte[] lastKey = postings.getLast().key();
            from = Arrays.copyOf(lastKey, lastKey.length + 1);
        }
    }

    private static List<Long> decode(byte[] value) {
        Decoder from = new Decoder(value);
        List<Long> offsets = new ArrayList<>();
        long offset = 0;
        for (int left = from.count(); left > 0; left--) {
            offset += from.number();
            offsets.add(offset);
        }
        return offsets;
    }

    private TopicPartition partition(int topic, int partition) {
        return new TopicPartition(topics.get(topic), partition);
    }

    /// The posting to go on with, and how many of its places were given already.
    // Never compared: only a carrier.
    @SuppressWarnings("ArrayRecordComponent")
    private record Cursor(byte[] posting, int taken) {

        static Cursor parse(String text) {
            try {
                String[] parts = text.split("-", -1);
                if (parts.length == 2) {
                    byte[] key = HexFormat.of().parseHex(parts[0]);
                    int taken = Integer.parseInt(parts[1]);
                    if (key.length == FindKeys.POSTING_LENGTH && taken >= 0) {
                        return new Cursor(key, taken);
                    }
                }
            } catch (IllegalArgumentException e) {
                throw invalid(e);
            }
            throw invalid(null);
        }

        private static AtollException invalid(@Nullable Throwable cause) {
            return new AtollException(
                    ErrorKind.INVALID, "'from' is no place in a list: give the 'next' of an earlier answer", cause);
        }

        @Override
        public String toString() {
            return HexFormat.of().formatHex(posting) + "-" + taken;
        }
    }
}
