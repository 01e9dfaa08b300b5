package security

import (
	"bytes"
	"strings"
	"testing"
)

func TestPasswordsAreHashedWithSalt(t *testing.T) {
	hasher := NewFastArgon2()
	first, err := hasher.Hash("harbour-lights")
	if err != nil {
		t.Fatal(err)
	}
	second, err := hasher.Hash("harbour-lights")
	if err != nil {
		t.Fatal(err)
	}
	if first == second {
		t.Error("two hashes of a password are equal")
	}
	if !strings.HasPrefix(first, "$argon2id$") || strings.Contains(first, "harbour") {
		t.Errorf("hash = %q", first)
	}
	if !hasher.Verify(first, "harbour-lights") || !hasher.Verify(second, "harbour-lights") {
		t.Error("the right password is refused")
	}
	for _, wrong := range []string{"harbour-light", "harbour-lightz", ""} {
		if hasher.Verify(first, wrong) {
			t.Errorf("%q is accepted", wrong)
		}
	}
	if hasher.Verify("", "") || hasher.Verify("$argon2id$v=19$m=64$x$y", "x") {
		t.Error("a broken hash is accepted")
	}
}

func TestTokensDifferAndAreStoredAsDigests(t *testing.T) {
	one, err := Tokens{}.New()
	if err != nil {
		t.Fatal(err)
	}
	two, err := Tokens{}.New()
	if err != nil {
		t.Fatal(err)
	}
	if one == two || len(one) < 40 {
		t.Errorf("tokens %q and %q", one, two)
	}
	if bytes.Equal((Tokens{}).Digest(one), (Tokens{}).Digest(two)) || bytes.Contains((Tokens{}).Digest(one), []byte(one)) {
		t.Error("the digest is not one of its token")
	}
}
