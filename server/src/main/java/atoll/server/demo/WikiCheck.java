package atoll.server.demo;

import java.util.ArrayList;
import java.util.List;

/// Whether the sample wiki's derived tables are what its pages say: the proof that no job was lost.
///
/// @param pages compared
/// @param wrong rows of derived tables that are not right
/// @param missing jobs that have to be carried out each and were not
/// @param early delayed jobs that were carried out before their time
/// @param refused events the intake did not take: MediaWiki loses those, whatever comes after it
record WikiCheck(int pages, WikiTables.Wrong wrong, int missing, long early, long refused) {

    boolean isRight() {
        return wrong.isNothing() && missing == 0 && early == 0;
    }

    /// What is wrong, one thing each; empty if nothing is.
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        add(complaints, wrong.links(), "pages with outdated link tables");
        add(complaints, wrong.categoryCounts(), "categories with a wrong count");
        add(complaints, wrong.cachedPages(), "outdated pages in the cache");
        add(complaints, wrong.reports(), "pages whose category changes were not reported");
        add(complaints, wrong.activeUsers(), "users with a wrong number of recent edits");
        add(complaints, missing, "mails or repeated purges that never came");
        add(complaints, early, "delayed jobs that ran too early");
        if (!complaints.isEmpty() && refused > 0) {
            complaints.add(refused + " events were refused by the intake: the wiki lost them itself");
        }
        return complaints;
    }

    private static void add(List<String> complaints, long count, String what) {
        if (count > 0) {
            complaints.add(count + " " + what);
        }
    }
}
