package atoll.work.ledger.state;

/// A delivery's place in its lane.
public record Ready(long order, long offset) implements Comparable<Ready> {
    /// Before every place.
    public static final Ready START = new Ready(0, -1);

    @Override
    public int compareTo(Ready other) {
        int byOrder = Long.compare(order, other.order);
        return byOrder != 0 ? byOrder : Long.compare(offset, other.offset);
    }
}
