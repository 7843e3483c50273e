<?php
// SPDX-License-Identifier: GPL-2.0-or-later

/** How job events are signed, and how they carry bytes that are not text. */
final class AtollSignature {
	private const FIELD = 'mediawiki_signature';
	private const BINARY = 'data:application/octet-stream;base64,';

	/** HMAC-SHA1 over the JSON text of all other fields. */
	public static function of( array $event, string $key ): string {
		unset( $event[self::FIELD] );
		$text = json_encode( $event, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR );
		return hash_hmac( 'sha1', $text, $key );
	}

	/** The event with its signature as the last field. */
	public static function signed( array $event, string $key ): array {
		unset( $event[self::FIELD] );
		$event[self::FIELD] = self::of( $event, $key );
		return $event;
	}

	/** What is wrong with an event's signature; null if nothing. */
	public static function problem( array $event, string $key ): ?string {
		if ( $key === '' ) {
			return 'the wiki has no $wgSecretKey, so no job can be verified';
		}
		if ( !is_string( $event[self::FIELD] ?? null ) ) {
			return 'the event has no signature';
		}
		try {
			$expected = self::of( $event, $key );
		} catch ( JsonException $e ) {
			return 'the event cannot be written as JSON: ' . $e->getMessage();
		}
		return hash_equals( $expected, $event[self::FIELD] ) ? null :
			'the signature is wrong: $wgSecretKey differs between the wiki that queued the job and this one, ' .
			'or the event was changed on its way';
	}

	/** @return mixed the value, its bytes if it carries some, false if it should but does not */
	public static function decodedParam( $value ) {
		if ( !is_string( $value ) || strncmp( $value, self::BINARY, strlen( self::BINARY ) ) !== 0 ) {
			return $value;
		}
		return base64_decode( substr( $value, strlen( self::BINARY ) ), true );
	}
}
