package config

import "testing"

func environment(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := values[name]
		return value, ok
	}
}

func TestDefaults(t *testing.T) {
	settings, err := FromEnvironment(environment(nil))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := settings.Address(), ":8000"; got != want {
		t.Errorf("address = %q, want %q", got, want)
	}
}

func TestPort(t *testing.T) {
	for value, want := range map[string]string{"9001": ":9001", "0": ":0", "many": "", "-1": "", "65536": ""} {
		settings, err := FromEnvironment(environment(map[string]string{"PORT": value}))
		switch {
		case want == "" && err == nil:
			t.Errorf("PORT=%s was accepted as %s", value, settings.Address())
		case want != "" && (err != nil || settings.Address() != want):
			t.Errorf("PORT=%s: address %q, error %v, want %q", value, settings.Address(), err, want)
		}
	}
}
