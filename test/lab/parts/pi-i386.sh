# A real 32-bit userland under a 64-bit kernel, as a Pi with 32-bit Raspberry Pi OS has.
# uses: lib/pi-tree.sh
# uses: pi/files
source "$LAB_HOME/lib/pi-tree.sh"
pi_tree trixie --architectures=i386
