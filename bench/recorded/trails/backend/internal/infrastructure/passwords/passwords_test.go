package passwords

import (
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"
)

func TestOnlyTheSamePasswordMatches(t *testing.T) {
	hasher := Hasher{Cost: bcrypt.MinCost}
	long := strings.Repeat("ä", 72)
	for _, password := range []string{"correct horse", long} {
		digest, err := hasher.Digest(password)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(digest, password) {
			t.Errorf("the digest %q holds the password", digest)
		}
		if !hasher.Matches(digest, password) {
			t.Errorf("%q does not match its own digest", password)
		}
		if hasher.Matches(digest, password+"x") || hasher.Matches(digest, "") {
			t.Error("another password matches")
		}
	}
}
