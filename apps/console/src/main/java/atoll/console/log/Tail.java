package atoll.console.log;

import atoll.console.api.AdminClient;
import atoll.console.api.Tree;
import java.util.List;
import java.util.Map;

/// The newest records of a partition, newest first.
public record Tail(String topic, long partition, List<Entry> records) {
    private static final int LONGEST_VALUE = 4_000;

    /// @param value the beginning of it
    /// @param isCut there is more of it
    public record Entry(long offset, String timestamp, String key, String value, boolean isCut) {
        static Entry of(Tree tree) {
            String value = tree.has("value") ? tree.at("value").node().toString() : tree.text("value_text");
            if (value.isEmpty()) {
                String withheld = tree.text("value_withheld");
                value = withheld.isEmpty() ? tree.text("value_base64") : withheld;
            }
            boolean isCut = value.length() > LONGEST_VALUE;
            return new Entry(
                    tree.whole("offset"),
                    tree.text("timestamp"),
                    tree.text("key"),
                    isCut ? value.substring(0, LONGEST_VALUE) : value,
                    isCut);
        }
    }

    static Tail of(Tree tree) {
        return new Tail(
                tree.text("topic"),
                tree.whole("partition"),
                tree.list("records").reversed().stream().map(Entry::of).toList());
    }

    public String path() {
        return AdminClient.path("/console/log/" + AdminClient.encode(topic) + "/tail", Map.of("partition", partition));
    }
}
