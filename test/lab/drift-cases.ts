/** What somebody does to a server by hand, in batches that do not get in each other's way, and how each is named. */

export interface DriftCase {
  readonly what: string
  /** A line for a root shell on the Pi; `$STORE_x` is the directory in use of the service x. */
  readonly hand: string
  /** Where it is named: a file as `edited:SERVICE/FILE`, anything else by its resource. */
  readonly at: string
  /** What is said of it, or what the file's diff holds. */
  readonly says: RegExp
}

export interface Batch {
  readonly name: string
  readonly cases: readonly DriftCase[]
  /** Services whose containers the repair may replace; all others keep theirs. */
  readonly replaced: readonly string[]
}

export const batches: readonly Batch[] = [
  {
    name: 'files of three services',
    replaced: ['synapse', 'element', 'caddy'],
    cases: [
      {
        what: 'a file edited',
        hand: 'printf "max_upload_size: 7M\\nturn_shared_secret: typed\\n" >> $STORE_synapse/homeserver.yaml',
        at: 'edited:synapse/homeserver.yaml',
        says: /added max_upload_size: 7M\nadded turn_shared_secret: \[hidden\]/,
      },
      {
        what: 'a file opened',
        hand: 'chmod 666 $STORE_element/config.json',
        at: 'settings:element',
        says: /^The rights of config\.json were changed\.$/,
      },
      {
        what: 'a file added',
        hand: 'touch $STORE_caddy/notes',
        at: 'settings:caddy',
        says: /^notes was added\.$/,
      },
    ],
  },
  {
    name: 'files of three others',
    replaced: ['mas', 'element', 'caddy'],
    cases: [
      {
        what: 'a file given away',
        hand: 'chown 0:0 $STORE_mas/config.yaml',
        at: 'settings:mas',
        says: /^The rights of config\.yaml were changed\.$/,
      },
      {
        what: 'a file deleted',
        hand: 'rm $STORE_element/config.json',
        at: 'settings:element',
        says: /^config\.json is gone\.$/,
      },
      {
        what: 'a folder opened',
        hand: 'chmod 755 $STORE_caddy',
        at: 'settings:caddy',
        says: /^The rights of its folder of settings were changed\.$/,
      },
    ],
  },
  {
    name: 'folders of settings',
    replaced: ['element', 'caddy'],
    cases: [
      {
        what: 'a whole folder gone',
        hand: 'rm -r $STORE_element',
        at: 'settings:element',
        says: /^Its folder of settings is gone\.$/,
      },
      {
        what: 'a file nobody can read',
        hand: 'chmod 000 $STORE_caddy/caddy.json',
        at: 'settings:caddy',
        says: /^The rights of caddy\.json were changed\.$/,
      },
    ],
  },
  {
    name: 'no link to what is in use',
    replaced: [],
    cases: [
      { what: 'the link gone', hand: 'rm /opt/bramble/current', at: 'generation-current', says: /settings/ },
    ],
  },
  {
    name: 'a link to nowhere, and other answers',
    replaced: [],
    cases: [
      {
        what: 'the link wrong',
        hand: 'ln -sfT generations/99 /opt/bramble/current',
        at: 'generation-current',
        says: /settings/,
      },
      {
        what: 'the answers edited',
        hand: `sed -i 's/"name": "[^"]*"/"name": "Somebody"/' /opt/bramble/state.json`,
        at: 'answers',
        says: /^1 changed file$/,
      },
    ],
  },
  {
    name: 'what Bramble keeps for itself',
    replaced: [],
    cases: [
      {
        what: 'the list of services edited',
        hand: 'echo "# mine" >> /opt/bramble/current/compose.yaml',
        at: 'generation',
        says: /^1 changed file$/,
      },
      {
        what: 'a secret opened',
        hand: 'chmod 644 /opt/bramble/secrets/mas-encryption',
        at: 'secrets',
        says: /^1 closed again$/,
      },
      {
        what: 'the secrets’ folder opened',
        hand: 'chmod 755 /opt/bramble/secrets',
        at: 'folders',
        says: /^2 folders$/,
      },
      {
        what: 'a data folder given away',
        hand: 'chown -R 0:0 /opt/bramble/data/synapse',
        at: 'folders',
        says: /^2 folders$/,
      },
      { what: 'the answers gone', hand: 'rm /opt/bramble/state.json', at: 'answers', says: /^1 new file$/ },
    ],
  },
  {
    name: 'lists and keys',
    replaced: [],
    cases: [
      {
        what: 'the manifest edited',
        hand: 'echo >> /opt/bramble/current/manifest.json',
        at: 'generation',
        says: /^1 changed file$/,
      },
      {
        what: 'a key deleted that a program still has',
        hand: 'rm /opt/bramble/secrets/synapse-signing-key',
        at: 'secrets',
        says: /^1 put back from the settings in use$/,
      },
    ],
  },
  {
    name: 'what was begun, and what was proved',
    replaced: [],
    cases: [
      {
        what: 'settings begun and left',
        hand: 'mkdir /opt/bramble/generations/77.new && touch /opt/bramble/generations/77.new/compose.yaml',
        at: 'old-settings',
        says: /^1 old folder$/,
      },
    ],
  },
  {
    name: 'containers that do not run',
    replaced: [],
    cases: [
      {
        what: 'one stopped',
        hand: 'docker stop bramble-element-1',
        at: 'containers',
        says: /Element Web \(stopped\)/,
      },
      {
        what: 'one killed',
        hand: 'docker kill bramble-caddy-1',
        at: 'containers',
        says: /Caddy \(stopped\)/,
      },
      {
        what: 'one paused',
        hand: 'docker pause bramble-mas-1',
        at: 'containers',
        says: /Sign-in service \(paused\)/,
      },
      {
        what: 'one taken off the network',
        hand: 'docker network disconnect bramble_default bramble-synapse-1',
        at: 'containers',
        says: /Synapse \(cut off from the others\)/,
      },
    ],
  },
  {
    name: 'containers that are others',
    replaced: ['element', 'mas', 'caddy'],
    cases: [
      {
        what: 'one made by hand under its name',
        hand: 'image=$(docker inspect -f {{.Config.Image}} bramble-element-1); docker rm -f bramble-element-1; docker run --detach --name bramble-element-1 $image',
        at: 'containers',
        says: /Element Web \(not running\)/,
      },
      {
        what: 'one made by hand as Compose’s',
        hand: 'image=$(docker inspect -f {{.Config.Image}} bramble-mas-1); docker rm -f bramble-mas-1; docker create --name bramble-mas-1 --label com.docker.compose.project=bramble --label com.docker.compose.service=mas --label org.bramble.revision=mine $image',
        at: 'containers',
        says: /Sign-in service \(changed\)/,
      },
      {
        what: 'one removed',
        hand: 'docker rm -f bramble-caddy-1',
        at: 'containers',
        says: /Caddy \(not running\)/,
      },
      {
        what: 'one too many',
        hand: 'docker create --name bramble-old-1 --label com.docker.compose.project=bramble --label com.docker.compose.service=old $(docker inspect -f {{.Config.Image}} bramble-synapse-1)',
        at: 'containers',
        says: /old \(not Bramble’s\)/,
      },
      {
        what: 'an image removed',
        hand: 'docker rmi -f $(docker inspect -f {{.Config.Image}} bramble-synapse-1)',
        at: 'image:synapse',
        says: /MB/,
      },
    ],
  },
]
