#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lamplighter::hostile_tests::enter("tickets", bytes));
