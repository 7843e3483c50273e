<?php
// SPDX-License-Identifier: GPL-2.0-or-later

/**
 * Carries out a wiki's jobs for Atoll, many in one process.
 *
 * Reads one request per line from standard input, answers with one line on standard output:
 *
 *   {"id":"3:1207/1","timeoutMs":420000,"bulk":true,"event":{"$schema":"/mediawiki/job/1.0.0",…}}
 *   {"id":"3:1207/1","status":"done","error":null,"timeMs":14,"memory":31457280,"lag":0.4,"stop":false}
 *
 * status is "done", "failed" (worth another attempt), "rejected" (another attempt cannot mend it) or "postponed" (not
 * tried; "retryAfter" says for how many seconds). "lag" is how many seconds the slowest replica is behind, null without
 * replicas; a job that is not "bulk" is carried out whatever it is. "stop" announces that the process ends after this
 * answer. The end of the input ends the process. Whatever jobs print goes to standard error.
 */

use MediaWiki\MediaWikiServices;

$atollInstallPath = getenv( 'MW_INSTALL_PATH' );
if ( $atollInstallPath === false || $atollInstallPath === '' ) {
	// Where Debian's package is.
	$atollInstallPath = '/usr/share/mediawiki';
}
require_once "$atollInstallPath/maintenance/Maintenance.php";
require_once __DIR__ . '/AtollSignature.php';

class AtollWorker extends Maintenance {
	/** Seconds without work after which database connections are closed. */
	private const IDLE_AFTER = 10;
	/** Lag at which bulk jobs are postponed, in seconds; runJobs.php stops at the same. */
	private const MAX_LAG = 3;
	private const READ_ONLY_RETRY = 5;

	/** @var resource|null what the answers go to */
	private $answers;
	/** @var array|null id and start of the job that is under way */
	private $underWay = null;
	/** @var float|null seconds that replicas were behind when the request came; null if there are none */
	private $lag = null;
	/** @var string|null freed when the process dies, so that there is memory left to say so */
	private $reserve;
	/** @var array[] what tells one version of a configuration file from another, by its name */
	private $configuration = [];

	public function __construct() {
		parent::__construct();
		$this->addDescription( 'Carry out jobs that Atoll hands over on standard input.' );
		$this->addOption( 'unsigned', 'Do not verify signatures (for wikis without EventBus)' );
	}

	public function getDbType() {
		return Maintenance::DB_STD;
	}

	/** As runJobs.php: a job that needs more is at fault, not the worker. */
	public function memoryLimit() {
		return $this->hasOption( 'memory-limit' ) ? parent::memoryLimit() : '192M';
	}

	public function execute() {
		ini_set( 'display_errors', 'stderr' );
		$this->answers = STDOUT;
		$this->reserve = str_repeat( ' ', 256 * 1024 );
		// Nothing that a job prints may come between the answers.
		ob_start( static function ( string $text ) {
			if ( $text !== '' ) {
				fwrite( STDERR, $text );
			}
			return '';
		}, 1 );
		if ( function_exists( 'pcntl_signal' ) ) {
			// Atoll ends its workers by closing their input, after the job that is under way.
			pcntl_signal( SIGTERM, SIG_IGN );
		}
		register_shutdown_function( [ $this, 'reportDeath' ] );
		$this->rememberConfiguration();
		fwrite( $this->answers, "{\"ready\":1}\n" );
		for ( $line = $this->nextLine(); $line !== null; $line = $this->nextLine() ) {
			$answer = $this->answer( $line );
			$this->send( $answer );
			if ( $answer['stop'] ) {
				return;
			}
		}
	}

	private function nextLine(): ?string {
		$read = [ STDIN ];
		$none = null;
		if ( stream_select( $read, $none, $none, self::IDLE_AFTER ) === 0 ) {
			// Nobody knows for how long: a server may close idle connections, and they cost it something.
			MediaWikiServices::getInstance()->getDBLoadBalancerFactory()->closeAll();
		}
		$line = fgets( STDIN );
		return $line === false ? null : $line;
	}

	private function answer( string $line ): array {
		$request = json_decode( $line, true, 600 );
		if ( !is_array( $request ) || !is_string( $request['id'] ?? null ) || !is_array( $request['event'] ?? null ) ) {
			fwrite( STDERR, "the request is not one: " . substr( $line, 0, 200 ) . "\n" );
			exit( 65 );
		}
		$id = $request['id'];
		$event = $request['event'];
		$this->lag = null;
		$refusal = $this->refusal( $event );
		if ( $refusal !== null ) {
			return $this->result( $id, 'rejected', $refusal );
		}
		$readOnly = MediaWikiServices::getInstance()->getReadOnlyMode()->getReason();
		if ( $readOnly !== false ) {
			// The reason is kept for the life of the process, so another process has to look next time.
			return [ 'retryAfter' => self::READ_ONLY_RETRY, 'stop' => true ]
				+ $this->result( $id, 'postponed', "the wiki is read-only: $readOnly" );
		}
		$this->lag = $this->replicaLag();
		// Who does not say what is bulk work means all of it.
		if ( $this->lag > self::MAX_LAG && ( $request['bulk'] ?? true ) !== false ) {
			return [ 'retryAfter' => (int)min( 60, ceil( $this->lag ) ) ]
				+ $this->result( $id, 'postponed', "the wiki's replicas lag $this->lag s" );
		}
		$this->underWay = [ 'id' => $id, 'since' => microtime( true ) ];
		try {
			return $this->run( $id, $event );
		} finally {
			$this->underWay = null;
		}
	}

	/** Why the event cannot be a job of this wiki; null if it can. */
	private function refusal( array $event ): ?string {
		foreach ( [ 'database' => 'is_string', 'type' => 'is_string', 'params' => 'is_array' ] as $name => $check ) {
			if ( !isset( $event[$name] ) || !$check( $event[$name] ) ) {
				return "the event has no '$name'";
			}
		}
		if ( !$this->hasOption( 'unsigned' ) ) {
			$key = MediaWikiServices::getInstance()->getMainConfig()->get( 'SecretKey' );
			$problem = AtollSignature::problem( $event, (string)$key );
			if ( $problem !== null ) {
				return $problem;
			}
		}
		$domain = WikiMap::getCurrentWikiDbDomain();
		if ( !in_array( $event['database'], [ $domain->getId(), WikiMap::getWikiIdFromDbDomain( $domain ) ], true ) ) {
			return "the event is for wiki '{$event['database']}', this worker is for '{$domain->getId()}'";
		}
		return null;
	}

	private function run( string $id, array $event ): array {
		$params = [];
		foreach ( $event['params'] as $name => $value ) {
			$params[$name] = AtollSignature::decodedParam( $value );
			if ( $params[$name] === false && $value !== false ) {
				return $this->result( $id, 'rejected', "parameter '$name' is not base64 although it says so" );
			}
		}
		$services = MediaWikiServices::getInstance();
		try {
			$job = method_exists( $services, 'getJobFactory' )
				? $services->getJobFactory()->newJob( $event['type'], $params )
				: Job::factory( $event['type'], $params );
		} catch ( Throwable $e ) {
			return $this->result(
				$id, 'rejected', "the job cannot be made of the event: " . get_class( $e ) . ': ' . $e->getMessage() );
		}
		$this->freshRequest( $params );
		try {
			$outcome = $services->getJobRunner()->executeJob( $job );
		} catch ( Throwable $e ) {
			// What failed is not the job but its surroundings, so they are not used again.
			return [ 'stop' => true ]
				+ $this->result( $id, 'failed', get_class( $e ) . ': ' . $e->getMessage() );
		} finally {
			$this->forget();
		}
		$done = $outcome['status'] === true || !$job->allowRetries();
		$error = $outcome['error'] ?? null;
		return $this->result( $id, $done ? 'done' : 'failed', $error === null ? null : (string)$error );
	}

	/** Nothing of the job before may be seen by the next: not its user, title or language. */
	private function freshRequest( array $params ): void {
		$context = RequestContext::getMain();
		$context->setRequest( new FauxRequest( [] ) );
		$context->setUser( User::newFromName( '127.0.0.1', false ) );
		$context->setTitle(
			isset( $params['namespace'] ) && isset( $params['title'] )
				? Title::makeTitle( (int)$params['namespace'], (string)$params['title'] )
				: Title::makeTitle( NS_SPECIAL, 'Badtitle' )
		);
		$GLOBALS['wgTitle'] = $context->getTitle();
	}

	/** Caches that would otherwise show the next job the state that this one saw. */
	private function forget(): void {
		$services = MediaWikiServices::getInstance();
		$services->getLinkCache()->clear();
		Title::clearCaches();
		$services->getMainWANObjectCache()->clearProcessCache();
		$services->getDBLoadBalancerFactory()->flushReplicaSnapshots( __METHOD__ );
		$statistics = $services->getStatsdDataFactory();
		if ( method_exists( $statistics, 'clearData' ) ) {
			$statistics->clearData();
		}
	}

	/** Seconds, to a tenth; null without replicas, or if nobody can tell. */
	private function replicaLag(): ?float {
		$balancer = MediaWikiServices::getInstance()->getDBLoadBalancer();
		if ( $balancer->getServerCount() < 2 ) {
			return null;
		}
		$lag = $balancer->getMaxLag()[1];
		return $lag === false || $lag < 0 ? null : round( (float)$lag, 1 );
	}

	private function result( string $id, string $status, ?string $error ): array {
		$since = $this->underWay['since'] ?? null;
		return [
			'id' => $id,
			'status' => $status,
			'error' => $error,
			'timeMs' => $since === null ? 0 : (int)( 1000 * ( microtime( true ) - $since ) ),
			'memory' => memory_get_usage( true ),
			'lag' => $this->lag,
			'stop' => $this->isConfigurationOutdated(),
		];
	}

	private function send( array $answer ): void {
		if ( is_string( $answer['error'] ?? null ) ) {
			$answer['error'] = mb_strcut( $answer['error'], 0, 8192 );
		}
		$line = json_encode( $answer, JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES ) . "\n";
		fwrite( $this->answers, $line );
		fflush( $this->answers );
	}

	/** Says which job ended the process, if one did. Public because PHP calls it. */
	public function reportDeath(): void {
		$this->reserve = null;
		if ( $this->underWay === null ) {
			return;
		}
		$last = error_get_last();
		$fatal = $last !== null && ( $last['type'] & ( E_ERROR | E_CORE_ERROR | E_COMPILE_ERROR ) ) !== 0;
		$answer = $this->result(
			$this->underWay['id'],
			'failed',
			$fatal ? "the job died of: {$last['message']}" : 'the job ended the process with exit()'
		);
		$this->underWay = null;
		$this->send( [ 'stop' => true ] + $answer );
	}

	/** The files beside LocalSettings.php that were read. */
	private function rememberConfiguration(): void {
		$directory = dirname( realpath( MW_CONFIG_FILE ) ?: MW_CONFIG_FILE );
		foreach ( get_included_files() as $file ) {
			if ( dirname( $file ) === $directory ) {
				$this->configuration[$file] = self::version( $file );
			}
		}
	}

	/** Whole seconds alone would not tell two versions of the same second apart. */
	private static function version( string $file ): array {
		clearstatcache( true, $file );
		$stat = @stat( $file );
		return $stat === false ? [] : [ $stat['mtime'], $stat['size'], $stat['ino'] ];
	}

	private function isConfigurationOutdated(): bool {
		foreach ( $this->configuration as $file => $changed ) {
			if ( self::version( $file ) !== $changed ) {
				return true;
			}
		}
		return false;
	}
}

$maintClass = AtollWorker::class;
require_once RUN_MAINTENANCE_IF_MAIN;
