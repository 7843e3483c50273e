<?php
// SPDX-License-Identifier: GPL-2.0-or-later

/**
 * Moves what waits in the wiki's job table into Atoll.
 *
 * A row is deleted only after Atoll has said that it is stored. Run again after whatever stopped it: rows that were
 * stored but not deleted are recognised by Atoll as repeats, because a row's event always has the same sha1.
 */

use MediaWiki\MediaWikiServices;

$atollInstallPath = getenv( 'MW_INSTALL_PATH' );
if ( $atollInstallPath === false || $atollInstallPath === '' ) {
	// Where Debian's package is.
	$atollInstallPath = '/usr/share/mediawiki';
}
require_once "$atollInstallPath/maintenance/Maintenance.php";
require_once __DIR__ . '/AtollSignature.php';

class AtollMoveJobs extends Maintenance {
	private const STORED = 201;

	public function __construct() {
		parent::__construct();
		$this->addDescription( "Move what waits in the wiki's job table into Atoll." );
		$this->addOption( 'to', "URL of Atoll's intake (example: http://127.0.0.1:8080/v1/events)", true, true );
		$this->addOption( 'type', 'Move this type of job only', false, true );
		$this->addOption( 'claimed', 'Move also jobs that a runner has taken (stop all runners first)' );
		$this->addOption( 'dry-run', 'Say what would be moved, and move nothing' );
		$this->setBatchSize( 100 );
	}

	public function execute() {
		$db = $this->tableConnection();
		$this->explain( $db );
		if ( $this->hasOption( 'dry-run' ) ) {
			return;
		}
		$moved = 0;
		$unreadable = 0;
		$after = 0;
		while ( true ) {
			$rows = iterator_to_array( $db->select(
				'job',
				[ 'job_id', 'job_cmd', 'job_namespace', 'job_title', 'job_params', 'job_timestamp', 'job_random' ],
				array_merge( $this->conditions(), [ 'job_id > ' . (int)$after ] ),
				__METHOD__,
				[ 'ORDER BY' => 'job_id', 'LIMIT' => $this->getBatchSize() ]
			), false );
			if ( !$rows ) {
				break;
			}
			$after = end( $rows )->job_id;
			$events = [];
			foreach ( $rows as $row ) {
				$event = $this->event( $row );
				if ( $event === null ) {
					$unreadable++;
				} else {
					$events[(int)$row->job_id] = $event;
				}
			}
			if ( $events ) {
				$this->hand( array_values( $events ) );
				$db->delete( 'job', [ 'job_id' => array_keys( $events ) ], __METHOD__ );
				MediaWikiServices::getInstance()->getDBLoadBalancerFactory()->waitForReplication();
				$moved += count( $events );
				$this->output( "$moved moved\n" );
			}
		}
		$this->output( "done: $moved jobs moved\n" );
		if ( $unreadable > 0 ) {
			$this->fatalError( "$unreadable jobs could not be read and stay in the table; see above" );
		}
	}

	/** Where JobQueueDB keeps its table: by default the wiki's database, else a cluster or server of its own. */
	private function tableConnection() {
		$services = MediaWikiServices::getInstance();
		// LocalSettings.php keeps the old setting under this name, because JobTypeConf names the new queue by now.
		$queue = $GLOBALS['wgAtollOldJobQueue'] ?? $services->getMainConfig()->get( 'JobTypeConf' )['default'];
		if ( ltrim( $queue['class'] ?? '', '\\' ) !== JobQueueDB::class ) {
			$queue = [];
		}
		if ( isset( $queue['server'] ) ) {
			return $services->getDatabaseFactory()->create( $queue['server']['type'], $queue['server'] );
		}
		$factory = $services->getDBLoadBalancerFactory();
		$balancer = isset( $queue['cluster'] ) ? $factory->getExternalLB( $queue['cluster'] ) : $factory->getMainLB();
		return $balancer->getConnection( DB_PRIMARY, [], false, $balancer::CONN_TRX_AUTOCOMMIT );
	}

	private function conditions(): array {
		$conditions = $this->hasOption( 'claimed' ) ? [] : [ 'job_token' => '' ];
		if ( $this->hasOption( 'type' ) ) {
			$conditions['job_cmd'] = $this->getOption( 'type' );
		}
		return $conditions;
	}

	private function explain( $db ): void {
		$counts = $db->select(
			'job', [ 'job_cmd', 'n' => 'COUNT(*)' ], $this->conditions(), __METHOD__,
			[ 'GROUP BY' => 'job_cmd', 'ORDER BY' => 'job_cmd' ] );
		foreach ( $counts as $row ) {
			$this->output( "{$row->job_cmd}: {$row->n}\n" );
		}
		$claimed = (int)$db->selectField( 'job', 'COUNT(*)', [ "job_token <> ''" ], __METHOD__ );
		if ( $claimed > 0 && !$this->hasOption( 'claimed' ) ) {
			$this->output( "$claimed jobs are taken by a runner or given up; they stay (see --claimed)\n" );
		}
	}

	/** The row as a signed event; null if it cannot be read. */
	private function event( $row ): ?array {
		$params = (string)$row->job_params === '' ? [] :
			@unserialize( $row->job_params, [ 'allowed_classes' => false ] );
		if ( !is_array( $params ) ) {
			$this->error( "job {$row->job_id} ({$row->job_cmd}): its parameters cannot be read" );
			return null;
		}
		$params += [ 'namespace' => (int)$row->job_namespace, 'title' => $row->job_title ];
		$services = MediaWikiServices::getInstance();
		$wiki = WikiMap::getCurrentWikiDbDomain()->getId();
		$identity = sha1( "job table of $wiki: {$row->job_id} {$row->job_random} {$row->job_timestamp}" );
		$stamp = wfTimestamp( TS_ISO_8601, $row->job_timestamp );
		$event = [
			'$schema' => '/mediawiki/job/1.0.0',
			'meta' => [
				'uri' => 'https://placeholder.invalid/wiki/Special:Badtitle',
				'request_id' => (string)( $params['requestId'] ?? $identity ),
				'id' => self::uuid( $identity ),
				'dt' => $stamp,
				'domain' => $services->getMainConfig()->get( 'ServerName' ),
				'stream' => "mediawiki.job.{$row->job_cmd}",
			],
			'database' => $wiki,
			'type' => $row->job_cmd,
			'sha1' => $identity,
		];
		if ( isset( $params['jobReleaseTimestamp'] ) ) {
			$event['delay_until'] = wfTimestamp( TS_ISO_8601, $params['jobReleaseTimestamp'] );
		}
		if ( isset( $params['rootJobSignature'] ) && isset( $params['rootJobTimestamp'] ) ) {
			$event['root_event'] = [
				'signature' => (string)$params['rootJobSignature'],
				'dt' => wfTimestamp( TS_ISO_8601, $params['rootJobTimestamp'] ),
			];
		}
		$event['params'] = $params;
		try {
			// The receiver sees what JSON keeps, so that is what is signed.
			$seen = json_decode( json_encode( $event, JSON_THROW_ON_ERROR ), true );
			return AtollSignature::signed( $seen, (string)$services->getMainConfig()->get( 'SecretKey' ) );
		} catch ( JsonException $e ) {
			$this->error( "job {$row->job_id} ({$row->job_cmd}) cannot be written as JSON: {$e->getMessage()}" );
			return null;
		}
	}

	/** Hands events over, or ends the script. */
	private function hand( array $events ): void {
		$request = MediaWikiServices::getInstance()->getHttpRequestFactory()->create(
			$this->getOption( 'to' ),
			[
				'method' => 'POST',
				'postData' => json_encode(
					$events, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR ),
				'timeout' => 60,
				'followRedirects' => false,
			],
			__METHOD__
		);
		$request->setHeader( 'Content-Type', 'application/json' );
		$request->execute();
		if ( $request->getStatus() !== self::STORED ) {
			$this->fatalError(
				'Atoll did not store the jobs (status ' . $request->getStatus() . '): ' .
				substr( (string)$request->getContent(), 0, 2000 ) .
				"\nnothing of this batch was deleted; mend the cause and run the script again" );
		}
	}

	/** A name-based UUID. */
	private static function uuid( string $hex ): string {
		$variant = dechex( hexdec( $hex[16] ) & 3 | 8 );
		return substr( $hex, 0, 8 ) . '-' . substr( $hex, 8, 4 ) . '-5' . substr( $hex, 13, 3 ) . '-' .
			$variant . substr( $hex, 17, 3 ) . '-' . substr( $hex, 20, 12 );
	}
}

$maintClass = AtollMoveJobs::class;
require_once RUN_MAINTENANCE_IF_MAIN;
