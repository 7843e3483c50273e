package atoll.changeprop.rule.file;

import atoll.changeprop.rule.TopicPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// The streams that MediaWiki and its job queue, Atoll itself and the operator's own producers write.
public final class KnownStreams {
    private static final List<String> MEDIAWIKI = List.of(
            "mediawiki.centralnotice.campaign-change",
            "mediawiki.centralnotice.campaign-create",
            "mediawiki.centralnotice.campaign-delete",
            "mediawiki.page-create",
            "mediawiki.page-delete",
            "mediawiki.page-links-change",
            "mediawiki.page-move",
            "mediawiki.page-properties-change",
            "mediawiki.page-restrictions-change",
            "mediawiki.page-suppress",
            "mediawiki.page-undelete",
            "mediawiki.page_change.v1",
            "mediawiki.recentchange",
            "mediawiki.revision-create",
            "mediawiki.revision-recommendation-create",
            "mediawiki.revision-score",
            "mediawiki.revision-tags-change",
            "mediawiki.revision-visibility-change",
            "mediawiki.user-blocks-change",
            "changeprop.error",
            "eventgate-main.error.validation",
            "resource-purge",
            "resource_change");
    /// Types of jobs are open: extensions bring their own.
    private static final List<String> JOBS = List.of(
            "refreshLinks",
            "refreshLinksPrioritized",
            "htmlCacheUpdate",
            "cdnPurge",
            "categoryMembershipChange",
            "recentChangesUpdate",
            "enotifNotify",
            "watchlistExpiry",
            "null",
            "deletePage",
            "RecordLintJob",
            "cirrusSearchLinksUpdate",
            "EchoNotificationJob",
            "constraintsRunCheck",
            "DispatchChanges",
            "webVideoTranscode",
            "AssembleUploadChunks",
            "PublishStashedFile",
            "UploadFromUrl",
            "ThumbnailRender",
            "ORESFetchScoreJob",
            "updateBetaFeaturesUserCounts",
            "LocalGlobalUserPageCacheUpdateJob");
    private static final Pattern JOB = Pattern.compile("mediawiki\\.job\\.[A-Za-z0-9_-]+");
    private static final Pattern DERIVED = Pattern.compile("(change-prop|changeprop|cpjobqueue)\\.[A-Za-z0-9_.-]+");

    private final List<String> names = new ArrayList<>(MEDIAWIKI);
    private final List<TopicPattern> own;

    /// @param own names or `/expressions/` of further streams
    /// @throws IllegalArgumentException if an expression is malformed
    public KnownStreams(Collection<String> own) {
        this.own = own.stream().map(TopicPattern::parse).toList();
        JOBS.forEach(type -> names.add("mediawiki.job." + type));
        this.own.stream().filter(TopicPattern::isName).forEach(name -> names.add(name.toString()));
    }

    List<String> names() {
        return names;
    }

    boolean has(TopicPattern topic) {
        String text = topic.toString();
        if (topic.isName()) {
            return names.contains(text)
                    || JOB.matcher(text).matches()
                    || DERIVED.matcher(text).matches()
                    || own.stream().anyMatch(pattern -> pattern.matches(text));
        }
        return text.contains("mediawiki\\.job\\.") || names.stream().anyMatch(topic::matches) || own.contains(topic);
    }
}
