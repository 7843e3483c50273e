package atoll.simulate.ledger;

import atoll.work.Delivery;
import atoll.work.policy.LimitPolicies;
import atoll.work.policy.LimitPolicy;
import atoll.work.policy.LimitPolicy.Concurrency;
import atoll.work.policy.LimitPolicy.Rate;
import atoll.work.policy.LimitTarget;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;

/// What limits and policies promise, looked at each time an attempt starts. One for each life of a node.
final class LimitCheck {
    /// Wikis that share a database; of it two attempts at once are allowed, in every world.
    private static final List<String> SECTION_WIKIS = List.of("w1", "w2", "w3");

    private static final String SECTION = "s1";
    private static final int SECTION_MOST = 2;
    /// A wiki that takes one attempt in ten seconds.
    private static final String SLOW_WIKI = "w5";

    private static final Rate SLOWLY = new Rate(0.1, 1);
    private static final Duration LOOKED_AT = Duration.ofSeconds(60);
    /// Claims become durable late, and then several at once.
    private static final Duration BUNCHED = Duration.ofSeconds(25);

    static final LimitPolicies CONFIGURED = new LimitPolicies(
            0,
            List.of(
                    LimitPolicy.of(LimitTarget.ofSection("*", SECTION))
                            .withConcurrency(new Concurrency(SECTION_MOST, SECTION_MOST)),
                    LimitPolicy.of(LimitTarget.ofWiki("*", SLOW_WIKI)).withRate(SLOWLY)));

    private final PolicyModel policies;
    private final ArrayDeque<Long> startsOfSlowWiki = new ArrayDeque<>();

    LimitCheck(PolicyModel policies) {
        this.policies = policies;
    }

    static String sectionOf(String wiki) {
        return SECTION_WIKIS.contains(wiki) ? SECTION : wiki;
    }

    /// @param underWay what runs here already
    void starts(Delivery delivery, Collection<Delivery> underWay, long nowNanos) {
        String section = sectionOf(delivery.wiki());
        if (section.equals(SECTION)) {
            long same = underWay.stream()
                    .filter(other -> sectionOf(other.wiki()).equals(SECTION))
                    .count();
            require(same < SECTION_MOST, same + " attempts of section '" + SECTION + "' are under way already");
        }
        long ofType = underWay.stream()
                .filter(other -> other.type().equals(delivery.type()))
                .count();
        int most = policies.mostOfType(delivery.type());
        require(
                ofType < most,
                ofType + " attempts of '" + delivery.type() + "' are under way, at most " + most + " may");
        require(
                !policies.pausedAllTheTime(delivery.type(), delivery.wiki(), section),
                "an attempt of '" + delivery.type() + "' of '" + delivery.wiki() + "' starts although it is paused");
        if (delivery.wiki().equals(SLOW_WIKI)) {
            slowly(nowNanos);
        }
    }

    private void slowly(long nowNanos) {
        startsOfSlowWiki.addLast(nowNanos);
        while (nowNanos - startsOfSlowWiki.getFirst() > LOOKED_AT.toNanos()) {
            startsOfSlowWiki.removeFirst();
        }
        double most =
                SLOWLY.burst() + SLOWLY.perSecond() * (LOOKED_AT.plus(BUNCHED).toMillis() / 1000.0);
        require(
                startsOfSlowWiki.size() <= most,
                startsOfSlowWiki.size() + " starts of '" + SLOW_WIKI + "' in a minute");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
