#!/bin/sh
# rustdoc with what is not stable yet. For rustdoc alone: a variable that cargo sees would have half of the dependencies
# compiled again.
RUSTC_BOOTSTRAP=1 exec rustdoc "$@"
