package atoll.console.log;

import atoll.console.api.AdminClient;
import atoll.console.api.Tree;
import atoll.console.text.Figures;
import java.util.List;

/// The topics of the log.
///
/// @param refusal why the log takes no events; empty if it does
public record Topics(String refusal, List<Topic> topics) {

    /// @param retention in words; empty for no bound
    public record Topic(String name, int partitions, long records, long bytes, String retention, List<Group> groups) {
        static Topic of(Tree tree) {
            double seconds = tree.decimal("retention_seconds");
            long most = tree.whole("retention_bytes");
            String age = seconds > 0 && seconds < 1e9 ? Figures.age(seconds) : "";
            String size = most > 0 && most < Long.MAX_VALUE / 2 ? Figures.size(most) : "";
            return new Topic(
                    tree.text("name"),
                    tree.list("partitions").size(),
                    tree.whole("records"),
                    tree.whole("bytes"),
                    age.isEmpty() || size.isEmpty() ? age + size : age + ", " + size,
                    tree.list("groups").stream()
                            .map(each -> new Group(each.text("group"), each.whole("lag")))
                            .toList());
        }

        public String path() {
            return "/console/log/" + AdminClient.encode(name);
        }
    }

    /// A consumer group with how many records it has not read yet.
    public record Group(String name, long lag) {}

    static Topics of(Tree tree) {
        return new Topics(
                tree.text("refuses_because"),
                tree.list("topics").stream().map(Topic::of).toList());
    }
}
