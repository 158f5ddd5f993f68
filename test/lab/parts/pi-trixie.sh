# uses: lib/pi-tree.sh
# uses: pi/files
source "$LAB_HOME/lib/pi-tree.sh"
pi_tree trixie
