package passwords

import (
	"strings"
	"testing"
)

func TestOnlyTheSamePasswordMatches(t *testing.T) {
	hasher := Hasher{Passes: 1, KiB: 64}
	long := strings.Repeat("ä", 72)
	for _, password := range []string{"correct horse", long} {
		digest, err := hasher.Digest(password)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(digest, password) {
			t.Errorf("the digest %q holds the password", digest)
		}
		if !Usual.Matches(digest, password) {
			t.Errorf("%q does not match its own digest", password)
		}
		if hasher.Matches(digest, password+"x") || hasher.Matches(digest, "") {
			t.Error("another password matches")
		}
	}
}

func TestADigestOfAnotherKindMatchesNothing(t *testing.T) {
	for _, digest := range []string{"", "secret", "$argon2id$m=64,t=0$AAAAAAAAAAAAAAAAAAAAAA$AAAA"} {
		if Usual.Matches(digest, "secret") {
			t.Errorf("%q matches", digest)
		}
	}
}
