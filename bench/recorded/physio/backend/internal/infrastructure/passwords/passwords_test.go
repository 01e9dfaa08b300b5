package passwords

import (
	"strings"
	"testing"
)

func TestOnlyTheSamePasswordMatches(t *testing.T) {
	hasher := New(1, 64)
	for _, password := range []string{"correct horse", " with spaces ", strings.Repeat("ä", 100)} {
		hash, err := hasher.Hash(password)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(hash, password) {
			t.Errorf("the hash %q contains the password", hash)
		}
		if !Recommended().Matches(hash, password) {
			t.Errorf("%q does not match its own hash", password)
		}
		for _, wrong := range []string{"", password + "x", strings.ToUpper(password)} {
			if hasher.Matches(hash, wrong) {
				t.Errorf("%q matches the hash of %q", wrong, password)
			}
		}
	}
}

func TestTwoHashesOfOnePasswordDiffer(t *testing.T) {
	hasher := New(1, 64)
	first, err := hasher.Hash("correct horse")
	if err != nil {
		t.Fatal(err)
	}
	if second, err := hasher.Hash("correct horse"); err != nil || first == second {
		t.Errorf("second hash = %q, error %v, want another than the first", second, err)
	}
}

func TestAHashOfAnotherKindMatchesNothing(t *testing.T) {
	for _, hash := range []string{"", "secret", "$argon2id$v=19$m=64,t=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA"} {
		if New(1, 64).Matches(hash, "secret") {
			t.Errorf("%q matches", hash)
		}
	}
}
