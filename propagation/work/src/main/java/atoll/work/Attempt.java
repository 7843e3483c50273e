package atoll.work;

import java.time.Instant;

/// What an [Executor] gets: a claimed delivery with the untouched bytes of its event.
///
/// @param number 1 for the first claim of the delivery; later ones count every claim, charged or not
/// @param leaseUntil the owner counts on an answer before; an executor must give up earlier
/// @param event the producer's bytes
@SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
public record Attempt(DeliveryId id, Delivery delivery, int number, Instant leaseUntil, byte[] event) {}
