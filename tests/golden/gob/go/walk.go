package main

import (
	"encoding"
	"encoding/gob"
	"encoding/hex"
	"fmt"
	"math"
	"reflect"
)

// walk gives what gob sends of a value: pointers followed, zero fields of structs left out. Numbers are strings (JSON has
// no 64 bits), strings begin with s, floats are their bits.
func walk(v reflect.Value) any {
	if packed, ok := pack(v); ok {
		return map[string]any{"$bin": hex.EncodeToString(packed)}
	}
	switch v.Kind() {
	case reflect.Pointer:
		return walk(v.Elem())
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return fmt.Sprint(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return fmt.Sprint(v.Uint())
	case reflect.Float32, reflect.Float64:
		return fmt.Sprintf("f%016x", math.Float64bits(v.Float()))
	case reflect.Complex64, reflect.Complex128:
		return fmt.Sprintf("c%016x,%016x", math.Float64bits(real(v.Complex())), math.Float64bits(imag(v.Complex())))
	case reflect.String:
		return "s" + v.String()
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
			return map[string]any{"$hex": hex.EncodeToString(v.Bytes())}
		}
		list := []any{}
		for i := range v.Len() {
			list = append(list, walk(v.Index(i)))
		}
		return list
	case reflect.Map:
		entries := map[string]any{}
		for _, key := range v.MapKeys() {
			entries[walk(key).(string)] = walk(v.MapIndex(key))
		}
		return entries
	case reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return map[string]any{"$t": registeredName(v.Elem().Type()), "v": walk(v.Elem())}
	case reflect.Struct:
		return walkStruct(v)
	}
	panic("gob does not send " + v.Type().String())
}

func walkStruct(v reflect.Value) any {
	fields := map[string]any{}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.IsExported() && !isFuncOrChan(field.Type) && !isOmitted(v.Field(i)) {
			fields[field.Name] = walk(v.Field(i))
		}
	}
	return fields
}

func isFuncOrChan(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Func || t.Kind() == reflect.Chan
}

func isOmitted(v reflect.Value) bool {
	if _, ok := pack(v); ok {
		return v.IsZero()
	}
	switch v.Kind() {
	case reflect.Pointer:
		return v.IsNil() || isOmitted(v.Elem())
	case reflect.Struct, reflect.Array:
		return false
	case reflect.Slice:
		return v.Len() == 0
	}
	return v.IsZero()
}

func pack(v reflect.Value) ([]byte, bool) {
	if v.Kind() == reflect.Interface || (v.Kind() == reflect.Pointer && v.IsNil()) || !v.CanInterface() {
		return nil, false
	}
	if v.Kind() != reflect.Pointer && reflect.PointerTo(v.Type()).Implements(reflect.TypeFor[encoding.BinaryMarshaler]()) {
		pointer := reflect.New(v.Type())
		pointer.Elem().Set(v)
		v = pointer
	}
	if packer, ok := v.Interface().(gob.GobEncoder); ok {
		packed, err := packer.GobEncode()
		check(err)
		return packed, true
	}
	if packer, ok := v.Interface().(encoding.BinaryMarshaler); ok {
		packed, err := packer.MarshalBinary()
		check(err)
		return packed, true
	}
	return nil, false
}

func registeredName(t reflect.Type) string {
	if t == reflect.TypeFor[*Leaf]() {
		return "golden.Leaf"
	}
	if t.Name() != "" && t.PkgPath() != "" {
		return t.PkgPath() + "." + t.Name()
	}
	return t.String()
}
