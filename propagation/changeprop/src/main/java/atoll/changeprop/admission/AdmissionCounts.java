package atoll.changeprop.admission;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What became of a topic's records. Always: records = matched + unmatched.
///
/// @param records decided so far
/// @param matched records that matched at least one rule
/// @param unmatched records that matched none, including the unreadable and the lost
/// @param deliveries pairs of a record and a rule
/// @param unreadable records that are not an event; they are in the error stream
/// @param lost records the log had deleted before they were read
public record AdmissionCounts(long records, long matched, long unmatched, long deliveries, long unreadable, long lost) {
    public static final AdmissionCounts NONE = new AdmissionCounts(0, 0, 0, 0, 0, 0);

    private static final Pattern NUMBER = Pattern.compile("\"([a-z]+)\":([0-9]{1,18})");

    public AdmissionCounts plus(AdmissionCounts other) {
        return new AdmissionCounts(
                records + other.records,
                matched + other.matched,
                unmatched + other.unmatched,
                deliveries + other.deliveries,
                unreadable + other.unreadable,
                lost + other.lost);
    }

    static AdmissionCounts ofMatched(int rules) {
        return new AdmissionCounts(1, 1, 0, rules, 0, 0);
    }

    static AdmissionCounts ofUnmatched(long records) {
        return new AdmissionCounts(records, 0, records, 0, 0, 0);
    }

    static AdmissionCounts ofUnreadable() {
        return new AdmissionCounts(1, 0, 1, 0, 1, 0);
    }

    static AdmissionCounts ofLost(long records) {
        return new AdmissionCounts(records, 0, records, 0, 0, records);
    }

    /// As kept with the committed position.
    String asMetadata() {
        return "{\"records\":" + records + ",\"matched\":" + matched + ",\"unmatched\":" + unmatched
                + ",\"deliveries\":" + deliveries + ",\"unreadable\":" + unreadable + ",\"lost\":" + lost + "}";
    }

    /// Numbers that are not there are zero, so that older and newer metadata can be read.
    static AdmissionCounts ofMetadata(String metadata) {
        AdmissionCounts counts = NONE;
        Matcher numbers = NUMBER.matcher(metadata);
        while (numbers.find()) {
            long value = Long.parseLong(numbers.group(2));
            counts = counts.plus(
                    switch (numbers.group(1)) {
                        case "records" -> new AdmissionCounts(value, 0, 0, 0, 0, 0);
                        case "matched" -> new AdmissionCounts(0, value, 0, 0, 0, 0);
                        case "unmatched" -> new AdmissionCounts(0, 0, value, 0, 0, 0);
                        case "deliveries" -> new AdmissionCounts(0, 0, 0, value, 0, 0);
                        case "unreadable" -> new AdmissionCounts(0, 0, 0, 0, value, 0);
                        case "lost" -> new AdmissionCounts(0, 0, 0, 0, 0, value);
                        default -> NONE;
                    });
        }
        return counts;
    }
}
