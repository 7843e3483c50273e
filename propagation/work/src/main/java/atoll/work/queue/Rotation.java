package atoll.work.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The lanes of one job type that have something to do: weighted deficit round robin (Shreedhar and Varghese 1995).
///
/// In each round a lane gets its weight as credit, and goes as long as that pays the price of its next delivery. The
/// price
/// is what the lane's deliveries take on average in relation to all of the type, between 1/8 and 8: slow and quick
/// wikis
/// get equal time, and yet what a lane can wait is bounded in turns. Until something was measured every price is 1.
final class Rotation {
    static final double HIGHEST_PRICE = 8;
    private static final double LOWEST_PRICE = 1 / HIGHEST_PRICE;
    /// Sums of weights and prices are not exact.
    private static final double ROUNDING = 1e-9;

    private final ArrayDeque<Lane> lanes = new ArrayDeque<>();
    private final ToDoubleFunction<Lane> weights;
    private final RunTime typical = new RunTime();
    private final List<Lane> poor = new ArrayList<>();
    /// It is among the types that take turns.
    boolean isListed;

    Rotation(ToDoubleFunction<Lane> weights) {
        this.weights = weights;
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    void addLast(Lane lane) {
        lanes.addLast(lane);
    }

    /// Its turn came before and was not used.
    void addFirst(Lane lane) {
        lanes.addFirst(lane);
    }

    void removeIf(Predicate<Lane> gone) {
        lanes.removeIf(gone);
    }

    /// An attempt of the lane ended.
    void ran(Lane lane, Duration took) {
        lane.runTime.add(took);
        typical.add(took);
    }

    /// What becomes of lanes that do not go.
    interface Passed {
        /// The lane may not go before a time and is not in the rotation any more.
        void aside(Lane lane, Turn.Later why);

        /// The lane may not go before there is room and is not in the rotation any more.
        void full(Lane lane, Bound by);

        /// The lane has nothing to do and is not in the rotation any more.
        void empty(Lane lane);

        /// The lane has no credit left for this round.
        void poor(Lane lane);
    }

    /// Whose turn it is; null if no lane may go.
    @Nullable
    Lane next(Function<Lane, Turn> turn, Passed passed) {
        Lane found = pass(turn, passed);
        if (found != null || poor.isEmpty()) {
            return found;
        }
        giveCredit();
        return pass(turn, passed);
    }

    private @Nullable Lane pass(Function<Lane, Turn> turn, Passed passed) {
        poor.clear();
        for (int left = lanes.size(); left > 0; left--) {
            Lane lane = lanes.removeFirst();
            if (lane.size() == 0) {
                lane.hasTurn = false;
                lane.credit = Math.min(lane.credit, 0);
                passed.empty(lane);
            } else if (!canPay(lane)) {
                lane.hasTurn = false;
                lanes.addLast(lane);
                poor.add(lane);
                passed.poor(lane);
            } else {
                switch (turn.apply(lane)) {
                    case Turn.Now() -> {
                        pay(lane);
                        return lane;
                    }
                    case Turn.Skip() -> lanes.addLast(lane);
                    case Turn.Later later -> passed.aside(lane, later);
                    case Turn.Full(var by) -> passed.full(lane, by);
                }
            }
        }
        return null;
    }

    private boolean canPay(Lane lane) {
        double price = priceOf(lane);
        double weight = weights.applyAsDouble(lane);
        if (!lane.hasTurn) {
            lane.hasTurn = true;
            lane.hasGone = false;
            lane.credit = Math.min(lane.credit, price) + weight;
        }
        // Prices change. What was saved for a high one must not become many turns at a low one.
        lane.credit = Math.min(lane.credit, price + weight);
        return lane.credit + ROUNDING >= price;
    }

    private void pay(Lane lane) {
        double price = priceOf(lane);
        lane.credit -= price;
        lane.hasTurn = lane.credit + ROUNDING >= price;
        lane.hasGone = lane.hasTurn;
        if (lane.hasTurn) {
            lanes.addFirst(lane);
        } else {
            lanes.addLast(lane);
        }
    }

    /// Nobody could pay in a whole round: all further rounds in which nobody can are given at once.
    private void giveCredit() {
        double rounds = Double.POSITIVE_INFINITY;
        for (Lane lane : poor) {
            rounds =
                    Math.min(rounds, Math.ceil((priceOf(lane) - lane.credit) / weights.applyAsDouble(lane) - ROUNDING));
        }
        for (Lane lane : poor) {
            // The last of them each lane gets when its turn begins.
            lane.credit += Math.max(0, rounds - 1) * weights.applyAsDouble(lane);
        }
    }

    private double priceOf(Lane lane) {
        if (!typical.isKnown() || !lane.runTime.isKnown()) {
            return 1;
        }
        double price = lane.runTime.nanos() / typical.nanos();
        return Math.clamp(price, LOWEST_PRICE, HIGHEST_PRICE);
    }
}
