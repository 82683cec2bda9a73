"""Many runs of one bundle with other settings, over the devices that Ray Tune finds."""
